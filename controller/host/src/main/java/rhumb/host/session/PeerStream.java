package rhumb.host.session;

import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.net.InetSocketAddress;
import rhumb.host.InetAddresses;
import rhumb.net.Endpoint;

/**
 * One process of a PoP at a controller's {@link SouthboundServer}. {@link #consumed} may be called
 * from any thread, everything else from one thread of the controller's choice.
 */
public final class PeerStream {
    private static final Endpoint UNKNOWN = Endpoint.ofIpv4(0, 0);

    private final ServerCall<byte[], byte[]> call;
    private final Endpoint remote;
    private boolean closed;

    PeerStream(ServerCall<byte[], byte[]> call) {
        this.call = call;
        this.remote =
                call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)
                                instanceof InetSocketAddress address
                        ? InetAddresses.endpoint(address)
                        : UNKNOWN;
    }

    public Endpoint remote() {
        return remote;
    }

    /** Whether a frame sent now goes to the network instead of waiting in memory. */
    public boolean isReady() {
        return !closed && call.isReady();
    }

    public void send(byte[] frame) {
        // A peer that is gone is told by onClosed; until then frames to it go nowhere.
        if (!closed && !call.isCancelled()) {
            call.sendMessage(frame);
        }
    }

    /** A frame was handled; the peer may send another. Without it the peer is held back. */
    public void consumed() {
        call.request(1);
    }

    /** Closes the stream once what was sent is through. */
    public void close(String reason) {
        if (!closed) {
            closed = true;
            if (!call.isCancelled()) {
                call.close(Status.OK.withDescription(reason), new Metadata());
            }
        }
    }

    @Override
    public String toString() {
        return remote.toString();
    }
}
