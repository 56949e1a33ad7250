package rhumb.controller.history;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import rhumb.controller.intent.Topology;
import rhumb.controller.lsdb.Snapshot;
import rhumb.net.LinkId;

/**
 * The quality of every link: each second of the last hour in memory, packed minute by minute, and
 * minutes, which are given away in blocks of ten to be kept. Two bytes for each figure of the
 * minute that runs; of packed ones the oldest go when they are past an hour or past a bound.
 *
 * <p>Times are seconds of the wall clock: a clock that is set leaves a hole, or a second told
 * twice.
 */
public final class LinkHistory {
    /** Takes minutes that are complete. */
    public interface Sink {
        void minutes(Block block);
    }

    private static final int MINUTE_S = 60;
    private static final int HOUR_MINUTES = 60;
    private static final int BLOCK_MINUTES = 10;

    /** A second that was missed because the process was late is like the one before. */
    private static final int LATE_S = 2;

    private final long maxBytes;
    private final Sink sink;
    private final Deque<Block> hour = new ArrayDeque<>();
    private @Nullable Running running;
    private long hourBytes;
    private long dropped;

    /** What is not packed yet. */
    private static final class Running {
        final Topology topology;
        final LinkNames names;
        final Rows seconds;
        final Rows minutes;
        long minute = -1;
        int lastSecond;
        long block = -1;
        boolean minutesTaken;

        Running(Topology topology) {
            this.topology = topology;
            this.names = new LinkNames(topology.links().stream().map(Topology.Link::id).toList());
            this.seconds = new Rows(names.size(), MINUTE_S, Span.SECOND_FIELDS);
            this.minutes = new Rows(names.size(), BLOCK_MINUTES, Span.MINUTE_FIELDS);
        }
    }

    /**
     * Knows nothing yet.
     *
     * @param maxBytes most for the packed seconds
     */
    public LinkHistory(long maxBytes, Sink sink) {
        this.maxBytes = maxBytes;
        this.sink = sink;
    }

    /** Once a second: all links. */
    public void onSecond(long unixS, Topology topology, Snapshot snapshot) {
        Running now = running;
        if (now == null || !now.topology.equals(topology)) {
            flush();
            now = new Running(topology);
            running = now;
        }
        long minute = Math.floorDiv(unixS, MINUTE_S);
        int second = (int) Math.floorMod(unixS, (long) MINUTE_S);
        if (minute != now.minute) {
            shutMinute(now);
            now.minute = minute;
            now.lastSecond = second;
        }
        int from = second - now.lastSecond <= LATE_S ? now.lastSecond : second;
        for (int link = 0; link < now.names.size(); link++) {
            for (int late = from + 1; late < second; late++) {
                now.seconds.copyRow(link, from, late);
            }
            Span.put(now.seconds, link, second, snapshot.link(link));
        }
        now.lastSecond = second;
    }

    /** Packs and gives away what there is, as before an end. */
    public void flush() {
        if (running != null) {
            shutMinute(running);
            shutBlock(running);
        }
    }

    /** No second comes for a while: packs what there is and holds no room for more. */
    public void rest() {
        flush();
        running = null;
    }

    private void shutMinute(Running now) {
        if (now.minute < 0) {
            return;
        }
        long block = Math.floorDiv(now.minute, BLOCK_MINUTES);
        if (block != now.block) {
            shutBlock(now);
            now.block = block;
        }
        int row = (int) Math.floorMod(now.minute, (long) BLOCK_MINUTES);
        long fromUnixS = now.minute * MINUTE_S;
        for (int link = 0; link < now.names.size(); link++) {
            sum(now.seconds, link, fromUnixS).put(now.minutes, link, row);
        }
        now.minutesTaken = true;
        remember(Block.of(fromUnixS, 1, now.names, now.seconds));
        now.seconds.clear();
        now.minute = -1;
        if (row == BLOCK_MINUTES - 1) {
            shutBlock(now);
        }
    }

    private static Span sum(Rows seconds, int link, long fromUnixS) {
        SpanSum sum = new SpanSum();
        for (int second = 0; second < MINUTE_S; second++) {
            Span span = Span.ofSecond(seconds, link, second, fromUnixS + second);
            if (span.samples() > 0) {
                sum.add(span);
            }
        }
        return sum.span(fromUnixS, MINUTE_S);
    }

    private void shutBlock(Running now) {
        if (now.minutesTaken) {
            long fromUnixS = now.block * BLOCK_MINUTES * MINUTE_S;
            sink.minutes(Block.of(fromUnixS, MINUTE_S, now.names, now.minutes));
            now.minutes.clear();
            now.minutesTaken = false;
            now.block = -1;
        }
    }

    private void remember(Block block) {
        hour.addLast(block);
        hourBytes += block.bytes();
        while (hour.size() > HOUR_MINUTES || hourBytes > maxBytes) {
            dropped += hour.size() > HOUR_MINUTES ? 0 : 1;
            hourBytes -= hour.removeFirst().bytes();
        }
    }

    /** From when on there are seconds. */
    public long secondsFromUnixS() {
        if (!hour.isEmpty()) {
            return hour.getFirst().head().fromUnixS();
        }
        return running == null || running.minute < 0 ? Long.MAX_VALUE : running.minute * MINUTE_S;
    }

    /** Whether the link is or was one of those that are in memory. */
    public boolean knows(LinkId link) {
        return running != null && running.names.index(link) >= 0
                || hour.stream().anyMatch(block -> block.names().index(link) >= 0);
    }

    /** Gives the seconds of a link. */
    public void seconds(LinkId link, SpanTaker taker) {
        hour.forEach(block -> block.spans(link, taker));
        Running now = running;
        int index = now == null || now.minute < 0 ? -1 : now.names.index(link);
        if (now != null && index >= 0) {
            for (int second = 0; second < MINUTE_S; second++) {
                give(
                        Span.ofSecond(now.seconds, index, second, now.minute * MINUTE_S + second),
                        taker);
            }
        }
    }

    /** Gives the minutes of a link that were not given away yet. */
    public void minutes(LinkId link, SpanTaker taker) {
        Running now = running;
        int index = now == null ? -1 : now.names.index(link);
        if (now == null || index < 0) {
            return;
        }
        for (int row = 0; now.minutesTaken && row < BLOCK_MINUTES; row++) {
            long fromUnixS = (now.block * BLOCK_MINUTES + row) * MINUTE_S;
            give(Span.ofMinute(now.minutes, index, row, fromUnixS), taker);
        }
        if (now.minute >= 0) {
            give(sum(now.seconds, index, now.minute * MINUTE_S), taker);
        }
    }

    private static void give(Span span, SpanTaker taker) {
        if (span.samples() > 0) {
            taker.take(span);
        }
    }

    /** What all of it takes in memory. */
    public long bytes() {
        Running now = running;
        return hourBytes + (now == null ? 0 : now.seconds.bytes() + now.minutes.bytes());
    }

    /** Minutes of seconds that went before their hour was over. */
    public long dropped() {
        return dropped;
    }
}
