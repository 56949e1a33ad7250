package rhumb.controller.io;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.controller.live.MapMoment;
import rhumb.controller.live.MapText;
import rhumb.controller.northbound.Answer;
import rhumb.net.TrafficClass;

/**
 * {@code GET /v1/stream}: tells open pages by server-sent events what the overlay is like, and then
 * what changes. A thread of its own looks four times a second while a page is open, since to
 * compare all links and pairs is nothing for a thread that others wait for.
 *
 * <p>Bounds: {@value #MOST} pages; each has at most one message under way. What happens meanwhile
 * is not queued: the next message says how things stand when the page has taken the last one. A
 * page that takes nothing for a while is closed.
 */
final class LiveFeed implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LiveFeed.class);
    static final int MOST = 16;
    private static final long ROUND_MS = 250;
    private static final long PATIENCE_MS = 2_000;
    private static final long SECOND_NS = 1_000_000_000L;

    /** A page that hears nothing for longer says that the controller is gone. */
    private static final long ALIVE_NS = 3 * SECOND_NS;

    private static final long STUCK_NS = 30 * SECOND_NS;

    private final Supplier<CompletableFuture<Reading>> readings;
    private final Supplier<@Nullable CompletableFuture<Answer>> elsewhere;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    work -> Thread.ofPlatform().daemon().name("controller-live").unstarted(work));
    private final Queue<Client> clients = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicBoolean runs = new AtomicBoolean();

    /** What was last composed for each class; the thread's own. */
    private final Map<TrafficClass, MapMoment> moments = new EnumMap<>(TrafficClass.class);

    /**
     * @param elsewhere what is answered while this controller does not lead; null when it does
     */
    LiveFeed(
            Supplier<CompletableFuture<Reading>> readings,
            Supplier<@Nullable CompletableFuture<Answer>> elsewhere) {
        this.readings = readings;
        this.elsewhere = elsewhere;
    }

    /** One page. */
    private static final class Client {
        final Channel channel;
        final TrafficClass trafficClass;

        /** Whether the last message is still on its way out. */
        volatile boolean writes;

        @Nullable MapMoment told;
        long writtenNs = System.nanoTime();

        Client(Channel channel, TrafficClass trafficClass) {
            this.channel = channel;
            this.trafficClass = trafficClass;
        }

        void write(String event, ObjectNode data) {
            byte[] bytes =
                    ("event: " + event + "\ndata: " + data + "\n\n")
                            .getBytes(StandardCharsets.UTF_8);
            writes = true;
            writtenNs = System.nanoTime();
            channel.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(bytes)))
                    .addListener(done -> writes = false);
        }
    }

    /** The answer to one page too many. */
    static Answer full() {
        return Answer.unavailable(
                MOST + " pages are told already, and no more are: close one, and load again");
    }

    /**
     * Whether there is room for one more. If so, its channel, whose headers must have been written
     * by then, is told from the next round on.
     *
     * @param begin writes the headers
     */
    boolean open(Channel channel, TrafficClass trafficClass, Runnable begin) {
        if (count.incrementAndGet() > MOST) {
            count.decrementAndGet();
            return false;
        }
        begin.run();
        Client client = new Client(channel, trafficClass);
        clients.add(client);
        channel.closeFuture()
                .addListener(closed -> {
                    clients.remove(client);
                    count.decrementAndGet();
                });
        if (!runs.getAndSet(true)) {
            schedule(0);
        }
        return true;
    }

    int clients() {
        return count.get();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a round tells by itself what goes wrong
    private void schedule(long delayMs) {
        if (!thread.isShutdown()) {
            thread.schedule(this::turn, delayMs, TimeUnit.MILLISECONDS);
        }
    }

    private void turn() {
        try {
            round();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        } catch (ExecutionException | TimeoutException e) {
            log.debug("live-feed-waits", e);
        } catch (RuntimeException e) {
            log.error("live-feed-failed", e);
        }
        if (clients.isEmpty()) {
            moments.clear();
            runs.set(false);
            // One that came in between saw a feed that runs.
            if (clients.isEmpty() || runs.getAndSet(true)) {
                return;
            }
        }
        schedule(ROUND_MS);
    }

    private void round() throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<Answer> away = elsewhere.get();
        if (away != null) {
            Answer answer = away.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
            for (Client client : clients) {
                client.write("away", answer.body());
                client.channel.close();
            }
            return;
        }
        Reading reading = readings.get().get(PATIENCE_MS, TimeUnit.MILLISECONDS);
        Map<TrafficClass, MapMoment> fresh = new EnumMap<>(TrafficClass.class);
        long nowNs = System.nanoTime();
        for (Iterator<Client> all = clients.iterator(); all.hasNext(); ) {
            Client client = all.next();
            if (!client.writes) {
                MapMoment now =
                        fresh.computeIfAbsent(
                                client.trafficClass,
                                c -> MapMoment.of(reading.view(), c, moments.get(c)));
                tell(client, now, nowNs);
            } else if (nowNs - client.writtenNs > STUCK_NS) {
                client.channel.close();
            }
        }
        moments.putAll(fresh);
    }

    private static void tell(Client client, MapMoment now, long nowNs) {
        MapMoment told = client.told;
        if (told == null || !now.follows(told)) {
            client.write("snapshot", MapText.snapshot(now));
            client.told = now;
            return;
        }
        ObjectNode changes = MapText.changes(told, now);
        if (changes != null) {
            client.write("change", changes);
            client.told = now;
        } else if (nowNs - client.writtenNs > ALIVE_NS) {
            client.write("alive", JsonNodeFactory.instance.objectNode());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        clients.forEach(client -> client.channel.close());
    }
}
