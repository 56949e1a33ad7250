package rhumb.bench.detect;

import java.nio.ByteBuffer;

/** A packet on its way, in time order; objects are used again. */
final class Flight implements Comparable<Flight> {
    enum Kind {
        PROBE,
        MEDIA,
        LINK_REPORT
    }

    private static final int LONGEST = 64;

    final ByteBuffer bytes = ByteBuffer.allocate(LONGEST);
    Kind kind = Kind.PROBE;
    boolean outwards;
    long arrivesNs;
    long order;
    int length;
    int seq;
    int departureUs;

    @Override
    public int compareTo(Flight other) {
        return arrivesNs != other.arrivesNs
                ? Long.compare(arrivesNs, other.arrivesNs)
                : Long.compare(order, other.order);
    }
}
