package rhumb.controller.plan;

import org.jspecify.annotations.Nullable;

/**
 * A better path that is not taken.
 *
 * @param path which
 * @param reason what holds it back
 * @param sinceNs since when, for this path and reason
 * @param untilNs for SETTLING, HOLD_DOWN, FLAPPING and DRAINING: when it may be taken; otherwise 0
 * @param by for PINNED, DRAINING and RULE: the name of the rule; for UPLINK_FULL: the uplink
 */
public record Held(
        OverlayPath path, Reason reason, long sinceNs, long untilNs, @Nullable String by) {
    /** What holds a move back. */
    public enum Reason {
        /** It is better by less than the policy's gain, absolute or relative. */
        GAIN_TOO_SMALL("a move needs more gain"),
        /** It must stay better for a while. */
        SETTLING("must stay better for a while"),
        /** The pair moved a short while ago. */
        HOLD_DOWN("waits out the hold-down"),
        /** The pair moved often lately, so it waits longer. */
        FLAPPING("moved often lately, waits longer"),
        /** It is an equal within the policy's band; pairs are spread over equals. */
        SPREAD("an equal, pairs are spread over equals"),
        /** A rule pins another path. */
        PINNED("pinned elsewhere by rule"),
        /** Its turn to leave what is drained has not come. */
        DRAINING("waits its turn to leave what is drained by rule"),
        /** It breaks a rule of the pair, or costs more by it than it looks. */
        RULE("not taken because of rule"),
        /** An uplink of it has no room for the pair's traffic. */
        UPLINK_FULL("no room on uplink");

        private final String label;

        Reason(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }

        /** Whether it ends at a known moment. */
        boolean timed() {
            return switch (this) {
                case SETTLING, HOLD_DOWN, FLAPPING, DRAINING -> true;
                case GAIN_TOO_SMALL, SPREAD, PINNED, RULE, UPLINK_FULL -> false;
            };
        }
    }

    public Held(OverlayPath path, Reason reason, long sinceNs, long untilNs) {
        this(path, reason, sinceNs, untilNs, null);
    }

    /** The reason for people, with who is behind it. */
    public String text() {
        return by == null ? reason.label() : reason.label() + " " + by;
    }
}
