package rhumb.controller.commit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One revision of the intent. Never changed; to go back is another revision.
 *
 * @param number 1 for the first
 * @param atUnixMs when, milliseconds since 1970
 * @param who the operator, as the machine of the command knows him
 * @param why in his words; may be empty
 * @param what was done, in a few words, such as {@code drain pop sin}
 * @param document the intent as YAML; null where it is what the controller's configuration says
 * @param operations rules beside the document by their names, each as YAML: drains and pins
 * @param confirmByUnixMs until when it must be confirmed, lest it be taken back; 0 = it stands
 */
public record Commit(
        long number,
        long atUnixMs,
        String who,
        String why,
        String what,
        @Nullable String document,
        Map<String, String> operations,
        long confirmByUnixMs) {
    /** What holds before anything was committed. */
    static final Commit CONFIGURED =
            new Commit(0, 0, "", "", "the controller's configuration", null, Map.of(), 0);

    public Commit {
        operations = Collections.unmodifiableMap(new LinkedHashMap<>(operations));
    }

    /** The same content as another revision. */
    Commit again(long newNumber, Author author, String newWhat) {
        return new Commit(
                newNumber,
                author.unixMs(),
                author.who(),
                author.why(),
                newWhat,
                document,
                operations,
                0);
    }
}
