package rhumb.controller.history;

import rhumb.controller.lsdb.LinkState;
import rhumb.southbound.link.LinkEstimate;
import rhumb.southbound.link.LinkStatus;

/**
 * A link over some time; figures that are not known are -1.
 *
 * @param fromUnixS seconds since 1970
 * @param stepS how many seconds it is of
 * @param samples of how many of them the controller has figures
 * @param degraded in how many it was degraded; down, unknown: likewise
 * @param lossPpm mean over the samples
 * @param lossPpmMax highest of one second
 * @param delayNs mean of what was the median then
 * @param delayNsP95 highest of what one packet in twenty exceeded then
 * @param jitterNs mean
 */
public record Span(
        long fromUnixS,
        long stepS,
        int samples,
        int degraded,
        int down,
        int unknown,
        long lossPpm,
        long lossPpmMax,
        long delayNsMin,
        long delayNs,
        long delayNsMax,
        long delayNsP95,
        long jitterNs) {
    static final int SECOND_FIELDS = 5;
    static final int MINUTE_FIELDS = 11;

    /** Of a second: nothing was written. */
    private static final int ABSENT = 0;

    /** What it was for the most part of what was worst. */
    public LinkStatus status() {
        return down > 0
                ? LinkStatus.DOWN
                : degraded > 0
                        ? LinkStatus.DEGRADED
                        : unknown > 0 ? LinkStatus.UNKNOWN : LinkStatus.UP;
    }

    /** Writes a second. */
    static void put(Rows rows, int link, int row, LinkState state) {
        rows.set(link, row, 0, state.status().ordinal() + 1);
        rows.set(link, row, 1, Scale.loss(state.lossPpmShort()));
        rows.set(link, row, 2, Scale.time(state.delayNs()));
        rows.set(link, row, 3, Scale.time(p95(state)));
        rows.set(link, row, 4, Scale.time(state.jitterNs()));
    }

    private static long p95(LinkState state) {
        boolean known =
                state.delayNs() >= 0 && state.delayRiseNs() >= 0 && state.delayRiseP95Ns() >= 0;
        return known
                ? Math.max(0, state.delayNs() - state.delayRiseNs() + state.delayRiseP95Ns())
                : LinkEstimate.UNKNOWN_VALUE;
    }

    static Span ofSecond(Rows rows, int link, int row, long fromUnixS) {
        int status = rows.get(link, row, 0);
        long loss = Scale.ppm(rows.get(link, row, 1));
        long delay = Scale.ns(rows.get(link, row, 2));
        return new Span(
                fromUnixS,
                1,
                status == ABSENT ? 0 : 1,
                is(status, LinkStatus.DEGRADED),
                is(status, LinkStatus.DOWN),
                is(status, LinkStatus.UNKNOWN),
                loss,
                loss,
                delay,
                delay,
                delay,
                Scale.ns(rows.get(link, row, 3)),
                Scale.ns(rows.get(link, row, 4)));
    }

    private static int is(int stored, LinkStatus status) {
        return stored == status.ordinal() + 1 ? 1 : 0;
    }

    static Span ofMinute(Rows rows, int link, int row, long fromUnixS) {
        return new Span(
                fromUnixS,
                60,
                rows.get(link, row, 0),
                rows.get(link, row, 1),
                rows.get(link, row, 2),
                rows.get(link, row, 3),
                Scale.ppm(rows.get(link, row, 4)),
                Scale.ppm(rows.get(link, row, 5)),
                Scale.ns(rows.get(link, row, 6)),
                Scale.ns(rows.get(link, row, 7)),
                Scale.ns(rows.get(link, row, 8)),
                Scale.ns(rows.get(link, row, 9)),
                Scale.ns(rows.get(link, row, 10)));
    }

    /** Writes this as a minute. */
    void put(Rows rows, int link, int row) {
        int[] values = {
            samples,
            degraded,
            down,
            unknown,
            Scale.loss(lossPpm),
            Scale.loss(lossPpmMax),
            Scale.time(delayNsMin),
            Scale.time(delayNs),
            Scale.time(delayNsMax),
            Scale.time(delayNsP95),
            Scale.time(jitterNs)
        };
        for (int field = 0; field < MINUTE_FIELDS; field++) {
            rows.set(link, row, field, values[field]);
        }
    }
}
