package rhumb.controller.commit;

import org.jspecify.annotations.Nullable;
import rhumb.controller.intent.Intent;

/**
 * What holds before anything was committed: revision 0.
 *
 * @param document the intent as it was written, to be shown and edited; null where nobody wrote one
 */
public record Configured(Intent intent, @Nullable String document) {
    /** One that is made by a program. */
    public static Configured of(Intent intent) {
        return new Configured(intent, null);
    }
}
