package rhumb.host.udp;

/**
 * Datagrams that one thread of a {@link DatagramIo} took from the kernel and gave to it, since the
 * start.
 *
 * @param lost arrived and were dropped, because the ring to the owner was full
 * @param refused were to be sent and were dropped, because the ring to this thread was full
 */
public record LaneCounts(long received, long sent, long lost, long refused) {
    public static final LaneCounts NONE = new LaneCounts(0, 0, 0, 0);
}
