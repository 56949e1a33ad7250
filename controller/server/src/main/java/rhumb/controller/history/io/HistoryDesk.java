package rhumb.controller.history.io;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.controller.event.Event;
import rhumb.controller.history.AgeClock;
import rhumb.controller.history.Block;
import rhumb.controller.history.LinkHistory;
import rhumb.controller.history.Spans;
import rhumb.controller.intent.Topology;
import rhumb.controller.io.CoreLoop;
import rhumb.controller.lsdb.Snapshot;
import rhumb.controller.northbound.Answer;
import rhumb.controller.northbound.EventResource;
import rhumb.controller.northbound.HistoryResource;
import rhumb.host.Inbox;
import rhumb.net.LinkId;

/**
 * The history on a thread of its own. The core's thread offers and goes on, whatever the disk does:
 * what waits is bound by {@value #EVENTS} events and {@value #SECONDS} seconds, and what does not
 * fit is counted. Questions are bound by the connections of the northbound API, each of which asks
 * one thing at a time.
 *
 * <p>A disk that takes nothing is told once in the log, tried again every second, and costs what no
 * longer fits into memory.
 */
public final class HistoryDesk implements CoreLoop.Witness, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HistoryDesk.class);
    private static final int EVENTS = 8_192;
    private static final int SECONDS = 8;
    private static final long SECONDS_BYTES = 128L << 20;

    /** Ten minutes each. */
    private static final int BLOCKS = 6;

    private static final long GATHER_MS = 50;
    private static final long TICK_MS = 1_000;
    private static final long PATIENCE_MS = 5_000;

    /**
     * What the metrics tell; plain counters since the start.
     *
     * @param eventBytes on disk
     * @param linkBytes on disk
     * @param memoryBytes of seconds and minutes of links
     * @param lostEvents that were never kept: too many at once, or no disk for too long
     * @param lostSeconds of links that the history was too late for, or had no room for
     * @param lostMinutes of links that the disk did not take
     * @param failures times that the disk did not take something
     * @param unreadable what was read and made no sense
     */
    public record Figures(
            long eventBytes,
            long linkBytes,
            long memoryBytes,
            long lostEvents,
            long lostSeconds,
            long lostMinutes,
            long failures,
            long unreadable) {
        static final Figures NONE = new Figures(0, 0, 0, 0, 0, 0, 0, 0);
    }

    private record Second(long unixS, Topology topology, Snapshot links) {}

    private final @Nullable Path folder;
    private final HistoryConfig config;
    private final LongSupplier unixMs;
    private final LongSupplier nanoTime;
    private final AgeClock age;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(work ->
                    Thread.ofPlatform().daemon().name("controller-history").unstarted(work));
    private final AtomicBoolean due = new AtomicBoolean();
    private final AtomicBoolean resting = new AtomicBoolean();
    private final Inbox<Event> events = new Inbox<>(EVENTS, this::soon);
    private final Inbox<Second> seconds = new Inbox<>(SECONDS, () -> {});
    private final LinkHistory links = new LinkHistory(SECONDS_BYTES, this::shut);
    private final Deque<Block> blocks = new ArrayDeque<>();
    private EventStore kept = EventStore.inMemory();
    private @Nullable LinkStore minutes;
    private boolean troubled;
    private long failures;
    private long lostMinutes;
    private volatile Figures figures = Figures.NONE;

    private HistoryDesk(
            @Nullable Path folder,
            HistoryConfig config,
            LongSupplier unixMs,
            LongSupplier nanoTime) {
        this.folder = folder == null ? null : folder.resolve("history");
        this.config = config;
        this.unixMs = unixMs;
        this.nanoTime = nanoTime;
        this.age = new AgeClock(unixMs.getAsLong(), nanoTime.getAsLong());
    }

    /**
     * Begins to remember.
     *
     * @param state the folder of what the controller keeps; null = in memory, until it ends
     */
    public static HistoryDesk open(@Nullable Path state, HistoryConfig config) {
        return open(state, config, System::currentTimeMillis, System::nanoTime);
    }

    static HistoryDesk open(
            @Nullable Path state,
            HistoryConfig config,
            LongSupplier unixMs,
            LongSupplier nanoTime) {
        HistoryDesk desk = new HistoryDesk(state, config, unixMs, nanoTime);
        desk.thread.execute(desk::begin);
        desk.thread.scheduleWithFixedDelay(desk::tick, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
        return desk;
    }

    /** Something happened. Never blocks. */
    @Override
    public void event(Event event) {
        events.offer(event);
    }

    /** The controller leads no more. Never blocks. */
    @Override
    public void rest() {
        resting.set(true);
    }

    /** Once a second while the controller leads. Never blocks. */
    @Override
    public void second(long unixS, Topology topology, Snapshot snapshot) {
        seconds.offer(new Second(unixS, topology, snapshot));
    }

    public Figures figures() {
        return figures;
    }

    /** Whether the resource is answered here. */
    public static boolean answers(String resource) {
        return resource.equals("events") || resource.equals("history/link");
    }

    /** Answers it, with all that was told before. */
    public CompletableFuture<Answer> read(String resource, Map<String, String> query) {
        return CompletableFuture.supplyAsync(
                () -> {
                    tick();
                    try {
                        return resource.equals("events") ? events(query) : link(query);
                    } catch (IOException e) {
                        log.warn("history-not-read reason=\"{}\"", e.getMessage());
                        return Answer.unavailable("the history cannot be read: " + e.getMessage());
                    }
                },
                thread);
    }

    private Answer events(Map<String, String> query) throws IOException {
        EventResource.Asked asked = EventResource.asked(query);
        return asked.query() == null
                ? asked.refusal()
                : EventResource.answer(kept.page(asked.query()));
    }

    private Answer link(Map<String, String> query) throws IOException {
        HistoryResource.Asked asked = HistoryResource.asked(query, unixMs.getAsLong() / 1_000);
        LinkId link = asked.link();
        if (link == null) {
            return asked.refusal();
        }
        LinkStore disk = minutes;
        if (!links.knows(link) && (disk == null || !disk.knows(link))) {
            return Answer.absent("nothing is known of a link " + link + ": see `rhumb show links`");
        }
        long secondsFrom = links.secondsFromUnixS();
        boolean bySecond =
                asked.sinceUnixS() >= secondsFrom
                        || blocks.isEmpty()
                                && (disk == null || !disk.any(asked.sinceUnixS(), secondsFrom));
        Spans spans =
                new Spans(
                        asked.sinceUnixS(), asked.untilUnixS(), bySecond ? 1 : 60, asked.points());
        if (bySecond || disk == null) {
            links.seconds(link, spans);
        } else {
            disk.minutes(link, asked.sinceUnixS(), asked.untilUnixS(), spans);
            for (Block block : blocks) {
                block.spans(link, spans);
            }
            links.minutes(link, spans);
        }
        ObjectNode json = HistoryResource.answer(link, asked, spans);
        return Answer.ok(json);
    }

    private void begin() {
        Path place = folder;
        if (place == null) {
            return;
        }
        try {
            kept = EventStore.open(place, config.forEvents());
            minutes = LinkStore.open(place, config.forLinks());
        } catch (IOException e) {
            log.error(
                    "history-not-read folder={} reason=\"{}\": the history is in memory alone"
                            + " until the controller starts again",
                    place,
                    e.getMessage());
        }
    }

    /** What comes within a moment is written together. */
    private void soon() {
        if (due.compareAndSet(false, true)) {
            try {
                thread.schedule(this::tick, GATHER_MS, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                log.debug("the history has ended", e);
            }
        }
    }

    private void tick() {
        due.set(false);
        try {
            events.drain(kept::add);
            seconds.drain(second -> links.onSecond(second.unixS, second.topology, second.links));
            if (resting.getAndSet(false)) {
                links.rest();
            }
            write();
        } catch (RuntimeException e) {
            // A mistake of the program: the history is not what the controller ends for.
            log.error("history-failed", e);
        }
        figures = counted();
    }

    private void write() {
        long nowUnixMs = age.unixMs(unixMs.getAsLong(), nanoTime.getAsLong());
        try {
            kept.flush(nowUnixMs);
            LinkStore disk = minutes;
            while (disk != null && !blocks.isEmpty()) {
                disk.add(blocks.getFirst());
                blocks.removeFirst();
                disk.retain(nowUnixMs);
            }
            if (troubled) {
                troubled = false;
                log.info("history-kept-again lost-events={}", kept.dropped());
            }
        } catch (IOException e) {
            failures++;
            if (!troubled) {
                troubled = true;
                log.error(
                        "history-not-kept folder={} reason=\"{}\": it waits in memory; make room, or"
                                + " lower the budgets of history: in the configuration",
                        folder,
                        e.getMessage());
            }
        }
    }

    /** Minutes that are complete. */
    private void shut(Block block) {
        if (folder == null) {
            return;
        }
        blocks.addLast(block);
        if (blocks.size() > BLOCKS) {
            lostMinutes += blocks.removeFirst().head().rows();
        }
    }

    private Figures counted() {
        LinkStore disk = minutes;
        return new Figures(
                kept.bytes(),
                disk == null ? 0 : disk.bytes(),
                links.bytes(),
                events.dropped() + kept.dropped(),
                seconds.dropped() + 60 * links.dropped(),
                lostMinutes,
                failures,
                kept.refused()
                        + kept.damaged()
                        + (disk == null ? 0 : disk.refused() + disk.damaged()));
    }

    /** Keeps what was told, the minutes that run too. */
    @Override
    public void close() {
        try {
            thread.execute(this::end);
        } catch (RejectedExecutionException e) {
            return; // closed before
        }
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE_MS, TimeUnit.MILLISECONDS)) {
                log.warn("history-not-closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void end() {
        tick();
        links.flush();
        write();
        try {
            kept.close();
            LinkStore disk = minutes;
            if (disk != null) {
                disk.close();
            }
        } catch (IOException e) {
            log.warn("history-not-closed", e);
        }
    }
}
