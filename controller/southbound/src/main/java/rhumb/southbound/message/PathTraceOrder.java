package rhumb.southbound.message;

import rhumb.net.PopId;
import rhumb.net.TrafficClass;

/**
 * Asks a forwarder to trace the path that packets of a class take to another PoP. The answer is a
 * {@link PathTrace} with this number. While one waits to be sent, a newer one takes its place.
 *
 * @param number grows with every trace that a controller asks for; not 0
 * @param count packets to each hop, 1 to {@link #MAX_COUNT}
 */
public record PathTraceOrder(long number, PopId target, TrafficClass trafficClass, int count)
        implements Message {
    public static final int MAX_COUNT = 200;

    public PathTraceOrder {
        if (number == 0) {
            throw new IllegalArgumentException("trace number 0: expected any other");
        }
        if (count < 1 || count > MAX_COUNT) {
            throw new IllegalArgumentException(
                    "trace of " + count + " packets: expected 1 to " + MAX_COUNT);
        }
    }

    @Override
    public Kind kind() {
        return Kind.PATH_TRACE_ORDER;
    }
}
