package rhumb.controller.whatif;

import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.controller.lsdb.LinkState;
import rhumb.controller.lsdb.Trouble;
import rhumb.net.ClassSet;
import rhumb.net.ClassTarget;
import rhumb.net.LinkId;
import rhumb.net.TrafficClass;
import rhumb.southbound.link.LinkSign;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.link.LinkView;

/**
 * A link's state as it would be if one thing about it were otherwise, judged by the classes'
 * targets as agents judge it.
 *
 * <p>A class loses the link as soon as a figure passes its target, and has it back as soon as that
 * figure holds again: agents take their time for the second, which is taken as over. The trouble of
 * a link that is back for all is forgotten.
 */
final class LinkEdit {
    private static final long CERTAIN_PPM = 1_000_000;

    private final List<ClassTarget> targets;

    LinkEdit(List<ClassTarget> targets) {
        this.targets = targets;
    }

    static LinkState down(LinkState s) {
        return with(
                s,
                LinkStatus.DOWN,
                ClassSet.ALL,
                LinkSign.GAP,
                CERTAIN_PPM,
                s.delayNs(),
                s.delayRiseNs(),
                s.trouble());
    }

    /** Up, without loss, at the delay last known, and trusted again. */
    static LinkState up(LinkState s) {
        return with(
                s,
                LinkStatus.UP,
                ClassSet.NONE,
                LinkSign.NONE,
                0,
                s.delayNs(),
                Math.min(s.delayRiseNs(), 0),
                null);
    }

    LinkState loss(LinkState s, long lossPpm) {
        return judged(s, present(s), lossPpm, s.delayNs(), s.delayRiseNs(), LinkSign.LOSS);
    }

    LinkState delay(LinkState s, long delayNs) {
        long riseNs = Math.max(0, Math.max(0, s.delayRiseNs()) + delayNs - s.delayNs());
        return judged(s, present(s), s.lossPpm(), delayNs, riseNs, LinkSign.DELAY_STEP);
    }

    /** A link that nobody has measured: up, with this delay and nothing else against it. */
    LinkState imagined(LinkId link, long delayNs, long nowNs) {
        LinkState bare =
                new LinkState(
                        link,
                        LinkStatus.UP,
                        ClassSet.NONE,
                        LinkSign.NONE,
                        LinkView.SENDER,
                        1,
                        0,
                        0,
                        2 * delayNs,
                        delayNs,
                        0,
                        0,
                        0,
                        0,
                        -1,
                        -1,
                        nowNs,
                        nowNs,
                        null);
        return judged(bare, ClassSet.NONE, 0, delayNs, 0, LinkSign.DELAY_STEP);
    }

    /** Another link that is like this one. */
    static LinkState as(LinkState s, LinkId link) {
        return new LinkState(
                link,
                s.status(),
                s.degraded(),
                s.sign(),
                s.decidedBy(),
                s.samples(),
                s.lossPpm(),
                s.lossPpmShort(),
                s.rttNs(),
                s.delayNs(),
                s.delayRiseNs(),
                s.jitterNs(),
                s.reorderPpm(),
                s.duplicatePpm(),
                s.delayRiseP95Ns(),
                s.goodputBps(),
                s.sinceNs(),
                s.heardNs(),
                s.trouble());
    }

    private ClassSet present(LinkState s) {
        return broken(s, Math.max(s.lossPpm(), s.lossPpmShort()), s.delayNs(), s.delayRiseNs());
    }

    /** The classes whose targets these figures break. */
    private ClassSet broken(LinkState s, long lossPpm, long delayNs, long riseNs) {
        ClassSet broken = ClassSet.NONE;
        for (TrafficClass c : TrafficClass.ALL) {
            ClassTarget target = targets.get(c.code());
            boolean breaks =
                    lossPpm > target.maxLossPpm()
                            || delayNs > target.maxDelayNs()
                            || riseNs > target.maxDelayRiseNs()
                            || s.jitterNs() > target.maxJitterNs()
                            || s.reorderPpm() > target.maxReorderPpm();
            broken = breaks ? broken.plus(ClassSet.of(c)) : broken;
        }
        return broken;
    }

    /**
     * Classes that the change breaks lose the link, classes that it mends have it back; what the
     * agents hold for other reasons stays.
     */
    private LinkState judged(
            LinkState s, ClassSet before, long lossPpm, long delayNs, long riseNs, LinkSign sign) {
        ClassSet after = broken(s, lossPpm, delayNs, riseNs);
        ClassSet degraded = s.degraded().minus(before.minus(after)).plus(after.minus(before));
        boolean mended = !s.degraded().isEmpty() && degraded.isEmpty();
        return with(
                s,
                degraded.isEmpty() ? LinkStatus.UP : LinkStatus.DEGRADED,
                degraded,
                degraded.equals(s.degraded()) ? s.sign() : sign,
                lossPpm,
                delayNs,
                riseNs,
                mended ? null : s.trouble());
    }

    private static LinkState with(
            LinkState s,
            LinkStatus status,
            ClassSet degraded,
            LinkSign sign,
            long lossPpm,
            long delayNs,
            long riseNs,
            @Nullable Trouble trouble) {
        long byNs = s.delayNs() < 0 ? 0 : delayNs - s.delayNs();
        return new LinkState(
                s.link(),
                status,
                degraded,
                sign,
                s.decidedBy(),
                s.samples(),
                lossPpm,
                lossPpm,
                s.rttNs() < 0 ? s.rttNs() : Math.max(0, s.rttNs() + byNs),
                delayNs,
                riseNs,
                s.jitterNs(),
                s.reorderPpm(),
                s.duplicatePpm(),
                s.delayRiseP95Ns(),
                s.goodputBps(),
                s.sinceNs(),
                s.heardNs(),
                trouble);
    }
}
