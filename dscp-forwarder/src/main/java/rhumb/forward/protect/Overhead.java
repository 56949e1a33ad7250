package rhumb.forward.protect;

/**
 * What retransmissions and repair packets may cost: a token bucket that fills with a share of the
 * bytes of the protected packets. Its depth lets a burst be made good after a calm time.
 */
final class Overhead {
    private static final long PPM = 1_000_000L;
    private static final int DEPTH_PACKETS = 64;

    private long tokensPpm;
    private long averageBytes;

    /**
     * A protected packet was sent for the first time.
     *
     * @param sharePpm of its bytes, per million
     */
    void earn(int sizeBytes, long sharePpm) {
        boolean first = averageBytes == 0;
        averageBytes += first ? sizeBytes : (sizeBytes - averageBytes) / 16;
        long depth = DEPTH_PACKETS * averageBytes * Math.min(sharePpm, PPM);
        // Before the first packet it was calm.
        tokensPpm = first ? depth : Math.min(tokensPpm + sizeBytes * sharePpm, depth);
    }

    /** Takes what a packet costs, or says that it may not be sent. */
    boolean spend(int sizeBytes) {
        if (tokensPpm < sizeBytes * PPM) {
            return false;
        }
        tokensPpm -= sizeBytes * PPM;
        return true;
    }
}
