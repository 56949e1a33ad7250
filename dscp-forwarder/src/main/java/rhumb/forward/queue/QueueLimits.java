package rhumb.forward.queue;

/**
 * Bounds of the queues of one uplink.
 *
 * @param slots packets that wait at one uplink, all behaviours together; when full, the least
 *     important behaviour gives way
 * @param packets packets that wait in one behaviour; when full, higher drop precedence gives way,
 *     else the newcomer
 * @param bytes bytes that wait in one behaviour
 * @param strictPercent share of the rate that the strict behaviours get ahead of all others; more
 *     only when the others have nothing to send
 */
public record QueueLimits(int slots, int packets, long bytes, int strictPercent) {
    public static final QueueLimits STANDARD = new QueueLimits(2_048, 512, 512 * 1_472L, 50);

    public QueueLimits {
        if (slots < 1 || packets < 1 || bytes < PacketStore.SLOT_BYTES) {
            throw new IllegalArgumentException("queue bounds must hold a packet at least");
        }
        if (strictPercent < 1 || strictPercent > 100) {
            throw new IllegalArgumentException(
                    "strict share " + strictPercent + " %: expected 1 to 100");
        }
    }
}
