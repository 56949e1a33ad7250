package rhumb.controller.top;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a list.
 *
 * @param key what it is, so that it stays chosen when the list is sorted anew
 * @param cells one for each column
 * @param mood how it is coloured
 * @param into what Enter opens; null when there is nothing behind it
 */
record Row(String key, List<String> cells, Mood mood, @Nullable Place into) {
    /** How bad it is. */
    enum Mood {
        PLAIN,
        GOOD,
        WARNING,
        BAD,
        DIM
    }

    /** What stands behind a row. */
    sealed interface Place {
        /** A link by its name. */
        record Link(String name) implements Place {}

        /** The path of a class between two PoPs. */
        record Path(String from, String to, String trafficClass) implements Place {}

        /** An uplink by its name, such as sin/main. */
        record Uplink(String name) implements Place {}

        /** A class by its name. */
        record TrafficClass(String name) implements Place {}

        /** All links of a PoP. */
        record Pop(String name) implements Place {}
    }
}
