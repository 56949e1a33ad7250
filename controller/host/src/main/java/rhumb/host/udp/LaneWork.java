package rhumb.host.udp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import rhumb.net.Endpoint;

/**
 * What a lane does to datagrams on its own thread, so that the owner need not. An object belongs to
 * one lane.
 */
public interface LaneWork {
    /** Nothing is done. */
    LaneWork NONE = new LaneWork() {};

    /**
     * A datagram came; its bytes may be changed in place.
     *
     * @return what is told with it to {@link DatagramHandler#onWorked}; null for {@link
     *     DatagramHandler#onDatagram}
     */
    default @Nullable Object onArrived(
            int socket, Endpoint from, ByteBuffer buffer, int offset, int length) {
        return null;
    }

    /**
     * A datagram leaves that was given with an order; its bytes may be changed in place.
     *
     * @param order what {@link DatagramIo#send} was given
     */
    default void onLeaving(Object order, ByteBuffer buffer, int offset, int length) {}

    /** About once a second, and sooner when there is nothing to do. */
    default void onIdle() {}
}
