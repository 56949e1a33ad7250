package rhumb.host.udp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static rhumb.host.udp.LinuxAbi.*;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;

/** Waits for sockets, a wakeup or a time, to the nanosecond where the kernel can (Linux 5.11). */
final class Epoll {
    private static final int EVENTS = 64;
    private static final long WAKEUP = -1;

    private final Libc libc;
    private final int epoll;
    private final int wakeup;
    private final MemorySegment events;
    private final MemorySegment event;
    private final MemorySegment timespec;
    private final MemorySegment counter;
    private boolean nanoseconds;

    /** Set between a wakeup and the poll that sees it, so that many wakeups cost one call. */
    private final AtomicBoolean wakeupSent = new AtomicBoolean();

    // Wakers share these, under the lock; the polling thread has its own.
    private final Object wakerLock = new Object();
    private final Libc wakerLibc;
    private final MemorySegment one;
    private boolean closed;

    /** Without {@code nanoseconds} it waits as kernels before 5.11 do. */
    Epoll(Arena arena, Libc libc, boolean nanoseconds) throws IOException {
        this.libc = libc;
        this.nanoseconds = nanoseconds;
        events = arena.allocate((long) EVENTS * EPOLL_EVENT_BYTES, 8);
        event = arena.allocate(EPOLL_EVENT_BYTES, 8);
        timespec = arena.allocate(16, 8);
        counter = arena.allocate(JAVA_LONG);
        wakerLibc = new Libc(arena);
        one = arena.allocateFrom(JAVA_LONG, 1);
        epoll = libc.epollCreate(EPOLL_CLOEXEC);
        if (epoll < 0) {
            throw new IOException("epoll_create1: " + text(-epoll));
        }
        wakeup = libc.eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
        if (wakeup < 0) {
            libc.close(epoll);
            throw new IOException("eventfd: " + text(-wakeup));
        }
        add(wakeup, WAKEUP);
    }

    /** Reports {@code data} from now on whenever the socket has something to read. */
    void add(int fd, long data) throws IOException {
        event.set(JAVA_INT, EPOLL_EVENTS, EPOLLIN);
        event.set(JAVA_LONG_UNALIGNED, EPOLL_DATA, data);
        int result = libc.epollCtl(epoll, EPOLL_CTL_ADD, fd, event.address());
        if (result < 0) {
            throw new IOException("epoll_ctl: " + text(-result));
        }
    }

    void remove(int fd) {
        libc.epollCtl(epoll, EPOLL_CTL_DEL, fd, event.address());
    }

    /** Waits; gives how many events {@link #data} holds. */
    int await(long timeoutNs) throws IOException {
        int ready = call(Math.max(0, timeoutNs));
        if (ready == -EINTR) {
            return 0;
        }
        if (ready < 0) {
            throw new IOException("epoll_wait: " + text(-ready));
        }
        return ready;
    }

    /** What was given to {@link #add} for the event; -1 for a wakeup. */
    long data(int index) {
        return events.get(JAVA_LONG_UNALIGNED, (long) index * EPOLL_EVENT_BYTES + EPOLL_DATA);
    }

    void takeWakeup() {
        libc.read(wakeup, counter.address(), Long.BYTES);
        // After the read: a wakeup in between sends nothing, and this poll returns anyway.
        wakeupSent.set(false);
    }

    void wakeup() {
        if (wakeupSent.compareAndSet(false, true)) {
            synchronized (wakerLock) {
                // A closed descriptor's number may belong to something else by now.
                if (!closed) {
                    wakerLibc.write(wakeup, one.address(), Long.BYTES);
                }
            }
        }
    }

    void close() {
        synchronized (wakerLock) {
            closed = true;
            libc.close(wakeup);
        }
        libc.close(epoll);
    }

    String describe() {
        return nanoseconds ? "epoll_pwait2" : "epoll_wait";
    }

    private int call(long timeoutNs) {
        if (nanoseconds && timeoutNs > 0) {
            timespec.set(JAVA_LONG, 0, timeoutNs / 1_000_000_000L);
            timespec.set(JAVA_LONG, 8, timeoutNs % 1_000_000_000L);
            int ready = libc.epollPwait2(epoll, events.address(), EVENTS, timespec.address());
            if (ready != -ENOSYS) {
                return ready;
            }
            nanoseconds = false;
        }
        // Rounded up: waking early would spin until the deadline.
        long timeoutMs = Math.min((timeoutNs + 999_999) / 1_000_000, Integer.MAX_VALUE);
        return libc.epollWait(epoll, events.address(), EVENTS, (int) timeoutMs);
    }
}
