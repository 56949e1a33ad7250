package rhumb.controller.lsdb;

import org.jspecify.annotations.Nullable;
import rhumb.net.ClassSet;
import rhumb.southbound.link.LinkStatus;

/**
 * What a link was like at its worst, kept for minutes after: a link that misbehaved is slow to be
 * trusted again (Network Next prices the maximum of the last five minutes).
 *
 * @param classes for which it was bad
 * @param beganNs when it turned bad
 * @param lastNs when it was last seen bad
 * @param worstLossPpm highest loss seen meanwhile
 * @param worstDelayNs highest one-way delay, -1 = unknown
 * @param worstJitterNs highest delay variation, -1 = unknown
 */
public record Trouble(
        ClassSet classes,
        long beganNs,
        long lastNs,
        long worstLossPpm,
        long worstDelayNs,
        long worstJitterNs) {
    /** What silence counts as: half of the packets. More would outlast everything else. */
    static final long DOWN_LOSS_PPM = 500_000;

    /** The trouble of a link after it was judged like this; null when there is none to remember. */
    static @Nullable Trouble after(
            @Nullable Trouble before, LinkState now, long nowNs, long memoryNs) {
        boolean bad = now.status() == LinkStatus.DEGRADED || now.status() == LinkStatus.DOWN;
        if (!bad) {
            return before == null || nowNs - before.lastNs >= memoryNs ? null : before;
        }
        long lossPpm =
                now.status() == LinkStatus.DOWN
                        ? DOWN_LOSS_PPM
                        : Math.min(DOWN_LOSS_PPM, Math.max(now.lossPpm(), now.lossPpmShort()));
        if (before == null) {
            return new Trouble(
                    now.degraded(), nowNs, nowNs, lossPpm, now.delayNs(), now.jitterNs());
        }
        return new Trouble(
                before.classes.plus(now.degraded()),
                before.beganNs,
                nowNs,
                Math.max(before.worstLossPpm, lossPpm),
                Math.max(before.worstDelayNs, now.delayNs()),
                Math.max(before.worstJitterNs, now.jitterNs()));
    }
}
