package rhumb.probe.estimate;

import rhumb.net.ClassSet;
import rhumb.southbound.link.LinkSign;
import rhumb.southbound.link.LinkStatus;

/**
 * The status of one direction: for which classes it is bad, whether it is down, and why.
 *
 * <pre>
 * state \ event   begin   fail(classes)      down      recover(classes)
 * UNKNOWN         UP      DEGRADED           DOWN      -
 * UP              -       DEGRADED           DOWN      -
 * DEGRADED        -       DEGRADED with more DOWN      DEGRADED with fewer, UP when none is left
 * DOWN            UP (a)  -                  new sign  DEGRADED or UP
 *
 * (a) only when it was never good before
 * </pre>
 */
final class ClassJudge {
    private final HoldTime hold;
    private boolean known;
    private boolean everGood;
    private boolean down;
    private int bad;
    private LinkSign sign = LinkSign.NONE;
    private long firstSignNs;
    private Change change = Change.NONE;

    ClassJudge(long holdNs) {
        this.hold = new HoldTime(holdNs);
    }

    LinkStatus status() {
        if (!known) {
            return LinkStatus.UNKNOWN;
        }
        return down ? LinkStatus.DOWN : bad == 0 ? LinkStatus.UP : LinkStatus.DEGRADED;
    }

    ClassSet degraded() {
        return new ClassSet(bad);
    }

    boolean known() {
        return known;
    }

    /** Nothing good was ever known of it: there is no trust to be won back. */
    boolean awaitsFirstSign() {
        return !known || down && !everGood;
    }

    boolean isDown() {
        return down;
    }

    boolean isAnyBad() {
        return bad != 0;
    }

    /** The bad classes as bits. */
    int badBits() {
        return bad;
    }

    boolean isBad(int classCode) {
        return (bad & 1 << classCode) != 0;
    }

    LinkSign sign() {
        return sign;
    }

    /** When the first packet of the last change for the worse was lost or late. */
    long firstSignNs() {
        return firstSignNs;
    }

    long holdNs() {
        return hold.ns();
    }

    Change pollChange() {
        Change polled = change;
        change = Change.NONE;
        return polled;
    }

    /** The first packets came, perhaps long after they were expected. */
    void begin() {
        known = true;
        everGood = true;
        down = false;
        bad = 0;
        sign = LinkSign.NONE;
        better();
    }

    void fail(long nowNs, int classes, LinkSign why, long signNs) {
        if ((classes & ~bad) == 0 || down) {
            return;
        }
        if (bad == 0) {
            hold.onFailed(nowNs);
        }
        known = true;
        bad |= classes;
        worse(why, signNs);
    }

    /** Also renews the sign of a link that is down: GAP and SILENCE say different things. */
    void down(long nowNs, LinkSign why, long signNs) {
        if (down && sign == why) {
            return;
        }
        if (bad == 0) {
            hold.onFailed(nowNs);
        }
        known = true;
        if (down) {
            sign = why;
            change = change == Change.WORSE ? Change.WORSE : Change.OTHER_SIGN;
            return;
        }
        worse(why, signNs);
        down = true;
        bad = ClassSet.ALL.bits();
    }

    void recover(long nowNs, int classes) {
        if ((bad & classes) == 0) {
            return;
        }
        down = false;
        bad &= ~classes;
        // While a class is left, what it was lost for still stands: a suspicion stays one.
        if (bad == 0) {
            sign = LinkSign.RECOVERED;
            everGood = true;
            hold.onRecovered(nowNs);
        }
        better();
    }

    private void worse(LinkSign why, long signNs) {
        sign = why;
        firstSignNs = signNs;
        change = Change.WORSE;
    }

    private void better() {
        change = change == Change.WORSE ? Change.WORSE : Change.BETTER;
    }
}
