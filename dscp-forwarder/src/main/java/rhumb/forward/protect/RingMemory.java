package rhumb.forward.protect;

/**
 * What all packet rings of one forwarder may hold together. When it is used up, rings do not grow,
 * and packets are forgotten sooner.
 */
public final class RingMemory {
    private final long maxBytes;
    private long usedBytes;

    public RingMemory(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    public long usedBytes() {
        return usedBytes;
    }

    boolean take(long bytes) {
        if (usedBytes + bytes > maxBytes) {
            return false;
        }
        usedBytes += bytes;
        return true;
    }

    void give(long bytes) {
        usedBytes -= bytes;
    }
}
