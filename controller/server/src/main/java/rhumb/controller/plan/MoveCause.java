package rhumb.controller.plan;

import org.jspecify.annotations.Nullable;
import rhumb.controller.lsdb.LinkState;
import rhumb.controller.text.Figures;
import rhumb.southbound.link.LinkSign;
import rhumb.southbound.link.LinkStatus;

/**
 * Why a path is what it is.
 *
 * @param reason what kind of cause
 * @param culprit the link that was left, as it was judged then; null where no link was the cause
 * @param oldCostUs what the path left cost at that moment; 0 when there was none
 * @param newCostUs what the path taken cost at that moment
 * @param by for PINNED, DRAINED, LIMIT and FORBIDDEN: the name of the rule; for UPLINK_FULL: the
 *     uplink
 */
public record MoveCause(
        Reason reason,
        @Nullable LinkState culprit,
        long oldCostUs,
        long newCostUs,
        @Nullable String by) {
    /** The kinds of causes. */
    public enum Reason {
        /** There was no path before. */
        FIRST("first plan"),
        /** Read from the forwarder, which runs it. */
        INSTALLED("found installed"),
        /** A link on the path left went down. */
        FAILED("a link failed"),
        /** A link on the path left broke the target of the class. */
        DEGRADED("a link degraded"),
        /** Nothing fresh is known of a link on the path left. */
        SILENT("a link is unknown"),
        /** Nothing forced it: another path was better by more than the policy's gain. */
        BETTER("a better path"),
        /** A rule pins the path taken. */
        PINNED("pinned by rule"),
        /** A rule empties a link of the path left. */
        DRAINED("drained by rule"),
        /** The path left broke a limit. */
        LIMIT("broke the limit of rule"),
        /** A rule forbids a link of the path left. */
        FORBIDDEN("forbidden by rule"),
        /** The traffic no longer fits into an uplink of the path left. */
        UPLINK_FULL("no room on uplink");

        private final String label;

        Reason(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }

        /** Whether a rule of an operator is the cause. */
        public boolean ruled() {
            return this == PINNED || this == DRAINED || this == LIMIT || this == FORBIDDEN;
        }

        /** Whether the path left would have done. */
        boolean unforced() {
            return this == BETTER || this == PINNED;
        }
    }

    public MoveCause(Reason reason, @Nullable LinkState culprit, long oldCostUs, long newCostUs) {
        this(reason, culprit, oldCostUs, newCostUs, null);
    }

    /** What was wrong with the culprit: its sign and status; for events and explanations. */
    public String text() {
        LinkState link = culprit;
        if (link == null) {
            return reason.label()
                    + (by == null ? "" : " " + by)
                    + (oldCostUs > 0
                            ? ": cost " + ms(oldCostUs) + " before, " + ms(newCostUs) + " now"
                            : "");
        }
        StringBuilder text = new StringBuilder();
        text.append(reason.label()).append(": ").append(link.link()).append(' ');
        text.append(link.status().name().toLowerCase(java.util.Locale.ROOT));
        if (link.status() == LinkStatus.DEGRADED || link.status() == LinkStatus.DOWN) {
            if (link.sign() != LinkSign.NONE) {
                text.append(", sign ")
                        .append(
                                link.sign()
                                        .name()
                                        .toLowerCase(java.util.Locale.ROOT)
                                        .replace('_', ' '));
            }
            long lossPpm = Math.max(link.lossPpm(), link.lossPpmShort());
            if (lossPpm >= 0) {
                text.append(", loss ").append(Figures.share(lossPpm));
            }
            if (link.delayRiseNs() > 0) {
                text.append(", delay +").append(Figures.ms(link.delayRiseNs()));
            }
        }
        return text.toString();
    }

    private static String ms(long us) {
        return Figures.ms(1_000 * us);
    }
}
