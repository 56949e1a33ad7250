package rhumb.forward.stream;

import java.nio.ByteBuffer;

/** Whoever a connection belongs to. */
interface Party {
    void onConnected(long nowNs, int connection);

    /** Takes all of the bytes. */
    void onBytes(long nowNs, int connection, ByteBuffer bytes);

    /** The connection takes more bytes again after a write said that it was full. */
    void onWritable(long nowNs, int connection);

    /**
     * The connection is over, by the peer or by failure; everything that came before was handed
     * over.
     */
    void onClosed(long nowNs, int connection, String reason);

    /** Called every {@link StreamCore#TICK_NS}. */
    void onTick(long nowNs);

    /** Whether nothing is left to do. */
    boolean isDone();
}
