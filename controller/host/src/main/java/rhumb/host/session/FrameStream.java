package rhumb.host.session;

/** Either end of a stream of frames. */
public interface FrameStream {
    /** Whether a frame sent now goes to the network instead of waiting in memory. */
    boolean isReady();

    void send(byte[] frame);

    /** A frame was handled; the other side may send another. Without it that one is held back. */
    void consumed();

    void close(String reason);
}
