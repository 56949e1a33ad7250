package rhumb.controller.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The paths of one ordered pair and class, and how they came about. Kept unchanged from plan to
 * plan as long as nothing about it changes.
 *
 * @param backup as disjoint as possible from the primary; null when there is no other path
 * @param third as disjoint as possible from both
 * @param sinceNs when the primary was chosen
 * @param previous the primary before; null when there was none
 * @param cause why the primary was chosen
 * @param held a better path that waits; null when the primary is best
 */
public record Decision(
        OverlayPath primary,
        @Nullable OverlayPath backup,
        @Nullable OverlayPath third,
        long sinceNs,
        @Nullable OverlayPath previous,
        MoveCause cause,
        @Nullable Held held) {
    /** Primary, backup, third, as far as they exist. */
    public List<OverlayPath> paths() {
        List<OverlayPath> paths = new ArrayList<>(3);
        paths.add(primary);
        if (backup != null) {
            paths.add(backup);
        }
        if (third != null) {
            paths.add(third);
        }
        return paths;
    }

    /** Whether both lead traffic the same ways. */
    public boolean samePaths(Decision other) {
        return primary.equals(other.primary)
                && Objects.equals(backup, other.backup)
                && Objects.equals(third, other.third);
    }
}
