package rhumb.host.udp;

import java.lang.foreign.Arena;
import org.jspecify.annotations.Nullable;

/**
 * The batches of a thread, lent to the sockets that have something to send: many sockets send
 * seldom, and a batch is large. Bound: {@value #MOST} batches; policy when all are lent: the one
 * that was lent first is flushed.
 */
final class SendBatches {
    private static final int MOST = 8;

    private final Arena arena;
    private final Libc libc;
    private final @Nullable SendBatch[] batches = new @Nullable SendBatch[MOST];
    private final @Nullable LinuxSocket[] holders = new @Nullable LinuxSocket[MOST];
    private int lent;
    private int next;
    private long refused;

    SendBatches(Arena arena, Libc libc) {
        this.arena = arena;
        this.libc = libc;
    }

    /** A batch for this socket, which has none. */
    SendBatch lend(LinuxSocket socket) {
        int slot = next;
        next = (next + 1) % MOST;
        LinuxSocket holder = holders[slot];
        if (holder != null) {
            refused += holder.flush();
            holder.batch = null;
            lent--;
        }
        SendBatch batch = batches[slot];
        if (batch == null) {
            batch = new SendBatch(arena, libc);
            batches[slot] = batch;
        }
        batch.begin(!socket.local().isIpv4());
        holders[slot] = socket;
        lent++;
        return batch;
    }

    /** Hands all to the kernel and takes all batches back. */
    void flush() {
        for (int i = 0; lent > 0 && i < MOST; i++) {
            LinuxSocket holder = holders[i];
            if (holder != null) {
                refused += holder.flush();
                takeBack(holder);
            }
        }
        next = 0;
    }

    /** The socket sends no more; what waits is dropped. */
    void takeBack(LinuxSocket socket) {
        for (int i = 0; i < MOST; i++) {
            if (holders[i] == socket) {
                holders[i] = null;
                lent--;
                SendBatch batch = batches[i];
                if (batch != null) {
                    batch.clear();
                }
            }
        }
        socket.batch = null;
    }

    /** Datagrams that the kernel refused, since the start. */
    long refused() {
        return refused;
    }
}
