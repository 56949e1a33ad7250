package rhumb.probe.pace;

import java.util.List;
import java.util.Locale;

/** What a link is probed for now, the most urgent first; the last gives way first. */
public enum Tier {
    /** Media cross it, and a path of an urgent class leads over it. */
    IN_USE,
    /** A path leads over it, or media that are not urgent cross it. */
    BACKUP,
    /** No path leads over it. */
    IDLE;

    public static final List<Tier> ALL = List.of(values());

    /** As metrics and logs name it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
