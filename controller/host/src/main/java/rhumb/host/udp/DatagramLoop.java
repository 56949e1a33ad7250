package rhumb.host.udp;

import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.host.Inbox;

/**
 * The duty cycle of a process that lives on datagrams: one thread owns a core and its sockets. It
 * runs what other threads ask for, lets the core meet its deadline, then waits for datagrams until
 * the next one.
 *
 * @param <C> the core
 */
public final class DatagramLoop<C> implements AutoCloseable {
    /** What the loop does for the core, always on its own thread. */
    public interface Duties extends DatagramHandler {
        /** About once a second: how the monotonic and the wall clock relate. */
        void onClock(long nowNs, long unixNs);

        void onDeadline(long nowNs);

        long nextDeadlineNs();
    }

    private static final Logger LOG = LoggerFactory.getLogger(DatagramLoop.class);
    private static final int WAITING_COMMANDS = 4_096;
    private static final long CLOCK_NS = 1_000_000_000L;
    private static final long MAX_WAIT_NS = 100_000_000L;
    private static final long CLOSING_MS = 2_000;

    private final DatagramIo io;
    private final C core;
    private final Duties duties;
    private final Inbox<Consumer<C>> inbox;
    private final Thread thread;
    private volatile boolean running = true;
    private long nextClockNs = Long.MIN_VALUE;

    /**
     * @param io its sockets belong to the loop from {@link #start} on and are closed with it
     */
    public DatagramLoop(String name, DatagramIo io, C core, Duties duties) {
        this.io = io;
        this.core = core;
        this.duties = duties;
        this.inbox = new Inbox<>(WAITING_COMMANDS, io::wakeup);
        this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** Runs something on the loop's thread; callable from any thread. False when too much waits. */
    public boolean tell(Consumer<C> command) {
        return inbox.offer(command);
    }

    /** Asks the core from another thread; cancelled when the loop is over or too much waits. */
    public <T> CompletableFuture<T> ask(Function<C, T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        if (!running || !tell(asked -> answer.complete(question.apply(asked)))) {
            answer.cancel(false);
        }
        return answer;
    }

    /** Commands of other threads that found the inbox full. */
    public long droppedCommands() {
        return inbox.dropped();
    }

    /** Wall clock, nanoseconds since 1970. */
    public static long unixNs() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    private void run() {
        try {
            while (running) {
                // The loop turns for each datagram, and a lambda that captures is garbage.
                if (!inbox.isEmpty()) {
                    inbox.drain(command -> command.accept(core));
                }
                long nowNs = System.nanoTime();
                if (nextClockNs == Long.MIN_VALUE || nowNs >= nextClockNs) {
                    nextClockNs = nowNs + CLOCK_NS;
                    duties.onClock(nowNs, unixNs());
                }
                duties.onDeadline(nowNs);
                io.flush();
                long waitNs = inbox.isEmpty() ? duties.nextDeadlineNs() - System.nanoTime() : 0;
                io.poll(Math.clamp(waitNs, 0, MAX_WAIT_NS), duties);
                io.flush();
            }
        } catch (IOException e) {
            LOG.error("event=sockets-lost cause=\"{}\"", e.toString());
        } finally {
            running = false;
            io.close();
        }
    }

    /** Ends the loop; datagrams that wait are not handled any more. */
    @Override
    public void close() {
        running = false;
        if (thread.getState() == Thread.State.NEW) {
            io.close();
            return;
        }
        io.wakeup();
        try {
            thread.join(CLOSING_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
