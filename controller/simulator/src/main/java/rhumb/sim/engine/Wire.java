package rhumb.sim.engine;

import java.nio.ByteBuffer;

/** One end of a connection as a stream core uses it. */
interface Wire {
    /**
     * Takes all bytes; whether more may be written before the peer was told that it is writable.
     */
    boolean write(ByteBuffer bytes);

    void reading(boolean enabled);

    /** Close once everything written is through; nothing more is told. */
    void close();

    /**
     * The process at this end died; its user hears nothing more, the far end what a kernel says.
     */
    void abandon();

    /** What a wire tells its user. */
    interface User {
        void onConnected();

        void onBytes(ByteBuffer bytes);

        void onWritable();

        void onClosed(String reason);
    }
}
