package rhumb.host.session;

import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import rhumb.host.InetAddresses;
import rhumb.host.door.ConnectionBook;
import rhumb.host.tls.Identity;
import rhumb.host.tls.TlsDoor;
import rhumb.net.Endpoint;

/**
 * One process of a PoP at a controller's {@link SouthboundServer}. {@link #consumed}, {@link #send}
 * and {@link #close} may be called from any thread, everything else from one thread of the
 * controller's choice.
 */
public final class PeerStream implements FrameStream {
    /** Whose stream another controller passes on, as that one has proved it. */
    private record Relay(@Nullable Identity identity, Endpoint remote) {}

    private static final Endpoint UNKNOWN = Endpoint.ofIpv4(0, 0);

    private final ServerCall<byte[], byte[]> call;
    private final Endpoint remote;
    private final @Nullable X509Certificate certificate;
    private final ConnectionBook book;
    private final AtomicInteger owed = new AtomicInteger();
    private volatile @Nullable String cut;
    private volatile @Nullable Relay relay;
    private volatile boolean closed;

    /**
     * @param book of the connection below the call
     */
    PeerStream(ServerCall<byte[], byte[]> call, ConnectionBook book) {
        this.call = call;
        this.book = book;
        this.remote =
                call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)
                                instanceof InetSocketAddress address
                        ? InetAddresses.endpoint(address)
                        : UNKNOWN;
        this.certificate = TlsDoor.peer(call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION));
    }

    /** By what it showed who it is; null without TLS. */
    @Nullable X509Certificate certificate() {
        return certificate;
    }

    /** Who is at the other end; null without TLS. */
    public @Nullable Identity identity() {
        Relay passed = relay;
        if (passed != null) {
            return passed.identity;
        }
        X509Certificate shown = certificate;
        return shown == null ? null : Identity.of(shown);
    }

    /**
     * The stream is one that another controller passes on for a process.
     *
     * @param identity who that is; null without TLS
     * @param from where the process connected from
     */
    public void relayed(@Nullable Identity identity, Endpoint from) {
        relay = new Relay(identity, from);
    }

    /** Whether another controller passes it on. */
    public boolean isRelayed() {
        return relay != null;
    }

    /** Ends its connection at once, whatever waits to be sent; any thread may. */
    public void cut(String reason) {
        if (!isRelayed()) {
            cutConnection(reason);
        } // else the connection is everybody's: who passes it on cuts the process off
    }

    /** The same to all streams of the connection: whoever opened it may not come any more. */
    void cutConnection(String reason) {
        cut = reason;
        book.cut(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
    }

    String endReason() {
        String reason = cut;
        return reason == null ? "peer left" : reason;
    }

    public Endpoint remote() {
        Relay passed = relay;
        return passed == null ? remote : passed.remote;
    }

    @Override
    public boolean isReady() {
        return !closed && call.isReady();
    }

    @Override
    public synchronized void send(byte[] frame) {
        // A peer that is gone is told by onClosed; until then frames to it go nowhere.
        if (!closed && !call.isCancelled()) {
            call.sendMessage(frame);
        }
    }

    @Override
    public void consumed() {
        owed.decrementAndGet();
        call.request(1);
    }

    /** All frames so far count as handled: whoever had them will not say so any more. */
    public void settle() {
        int open = owed.getAndSet(0);
        if (open > 0) {
            call.request(open);
        }
    }

    void delivered() {
        owed.incrementAndGet();
    }

    /** Closes the stream once what was sent is through. */
    @Override
    public synchronized void close(String reason) {
        if (!closed) {
            closed = true;
            if (!call.isCancelled()) {
                call.close(Status.OK.withDescription(reason), new Metadata());
            }
        }
    }

    @Override
    public String toString() {
        return remote().toString();
    }
}
