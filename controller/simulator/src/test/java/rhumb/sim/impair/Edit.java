package rhumb.sim.impair;

/** Link settings with some fields changed, for tests. */
final class Edit {
    private static final LinkSettings P = LinkSettings.PERFECT;

    private long delayNs = P.delayNs();
    private long jitterNs = P.jitterNs();
    private int lossPpm = P.lossPpm();
    private int burstPpm = P.burstPpm();
    private int burstLength = P.burstLength();
    private int reorderPpm = P.reorderPpm();
    private long holdBackNs = P.holdBackNs();
    private int duplicatePpm = P.duplicatePpm();
    private long rateBps = P.rateBps();
    private long queueNs = P.queueNs();
    private DscpMap marking = P.marking();

    Edit delayNs(long value) {
        delayNs = value;
        return this;
    }

    Edit jitterNs(long value) {
        jitterNs = value;
        return this;
    }

    Edit lossPpm(int value) {
        lossPpm = value;
        return this;
    }

    Edit burstPpm(int value) {
        burstPpm = value;
        return this;
    }

    Edit burstLength(int value) {
        burstLength = value;
        return this;
    }

    Edit reorderPpm(int value) {
        reorderPpm = value;
        return this;
    }

    Edit holdBackNs(long value) {
        holdBackNs = value;
        return this;
    }

    Edit duplicatePpm(int value) {
        duplicatePpm = value;
        return this;
    }

    Edit rateBps(long value) {
        rateBps = value;
        return this;
    }

    Edit queueNs(long value) {
        queueNs = value;
        return this;
    }

    Edit marking(DscpMap value) {
        marking = value;
        return this;
    }

    LinkSettings done() {
        return new LinkSettings(
                delayNs,
                jitterNs,
                lossPpm,
                burstPpm,
                burstLength,
                reorderPpm,
                holdBackNs,
                duplicatePpm,
                rateBps,
                queueNs,
                marking,
                false);
    }
}
