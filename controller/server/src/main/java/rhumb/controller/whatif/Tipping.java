package rhumb.controller.whatif;

import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.net.LinkId;

/**
 * What of one link would have to be otherwise for a pair's traffic to take another path.
 *
 * @param destination where it goes once nothing but time holds it back
 * @param waits whether that is not its path yet
 * @param points the smallest change of each kind that does it; each was tried on the planner, and
 *     one unit less was tried too and does not do it
 * @param tired whether the search ended before all kinds were tried, because the overlay is large
 */
public record Tipping(String destination, boolean waits, List<Point> points, boolean tired) {
    /** What changes, and in which unit. */
    public enum Kind {
        DELAY_RISES("ns"),
        LOSS_RISES("ppm"),
        DELAY_FALLS("ns"),
        LOSS_FALLS("ppm"),
        /** It is up, loses nothing, and its trouble is forgotten. */
        RECOVERS("");

        private final String unit;

        Kind(String unit) {
            this.unit = unit;
        }

        public String unit() {
            return unit;
        }
    }

    /**
     * One change and what it leads to.
     *
     * @param by how much, in the unit of the kind; 0 for RECOVERS
     * @param value what the figure would be then
     * @param breaks whether the link would break the class's target, which is why traffic moves
     * @param path where it would move
     */
    public record Point(
            LinkId link, Kind kind, long by, long value, boolean breaks, @Nullable String path) {}

    public Tipping {
        points = List.copyOf(points);
    }
}
