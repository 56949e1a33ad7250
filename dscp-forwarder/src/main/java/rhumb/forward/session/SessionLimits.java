package rhumb.forward.session;

/**
 * Bounds of the session tables.
 *
 * @param perService sessions of one service at its ingress
 * @param perSource sessions of one client address (IPv4 address or IPv6 /64) over all services
 * @param atEgress sessions at the egress, each of which is a socket
 * @param idleNs a session without packets either way for so long is forgotten
 */
public record SessionLimits(int perService, int perSource, int atEgress, long idleNs) {
    public static final SessionLimits STANDARD =
            new SessionLimits(16_384, 1_024, 4_096, 60_000_000_000L);
}
