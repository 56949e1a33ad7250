package rhumb.forward.queue;

/**
 * Bounds of the queues of one uplink.
 *
 * @param slots packets that wait at one uplink, all behaviours together; when full, the least
 *     important behaviour gives way
 * @param packets packets that wait in one behaviour; when full, higher drop precedence gives way,
 *     else the newcomer
 * @param bytes bytes that wait in one behaviour
 */
public record QueueLimits(int slots, int packets, long bytes) {
    public static final QueueLimits STANDARD = new QueueLimits(2_048, 512, 512 * 1_472L);

    public QueueLimits {
        if (slots < 1 || packets < 1 || bytes < PacketStore.SLOT_BYTES) {
            throw new IllegalArgumentException("queue bounds must hold a packet at least");
        }
    }
}
