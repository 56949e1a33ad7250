package rhumb.probe.stamp;

import org.jspecify.annotations.Nullable;
import rhumb.net.Endpoint;

/** What is known of a datagram beside its bytes. One object, filled anew for each datagram. */
public final class Arrival {
    /** RFC 8762 section 4.1. */
    private static final int STAMP_PORT = 862;

    /** When it arrived, by the wall clock. */
    long unixNs;

    /** IP traffic class octet; -1 when not known. */
    int octet = -1;

    /** TTL or hop limit; -1 when not known. */
    int hopLimit = -1;

    Endpoint from = Endpoint.ofIpv4(0, 0);

    /** Where it arrived; null when not known, as with a wildcard address. */
    @Nullable Endpoint local;

    /** Whether it comes from a peer of the plan. */
    boolean knownPeer;

    public void set(
            long unixNs,
            int octet,
            int hopLimit,
            Endpoint from,
            @Nullable Endpoint local,
            boolean knownPeer) {
        this.unixNs = unixNs;
        this.octet = octet;
        this.hopLimit = hopLimit;
        this.from = from;
        this.local = local == null || local.isWildcard() ? null : local;
        this.knownPeer = knownPeer;
    }

    public Endpoint from() {
        return from;
    }

    public int octet() {
        return octet;
    }

    /** Whether it comes from a port at which reflectors listen: a sender uses another one. */
    public boolean isFromReflectorPort() {
        return from.port() == STAMP_PORT || local != null && from.port() == local.port();
    }
}
