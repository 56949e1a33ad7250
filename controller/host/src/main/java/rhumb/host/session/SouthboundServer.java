package rhumb.host.session;

import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import rhumb.host.BindErrors;
import rhumb.host.InetAddresses;
import rhumb.net.Endpoint;
import rhumb.southbound.wire.SouthboundCodec;

/**
 * The controllers' end of the southbound contract: takes streams of PoP processes and hands over
 * frames. Knows no session: the controller runs a {@link rhumb.southbound.session.PeerSession} per
 * stream on its core thread, and calls {@link PeerStream#consumed} after each frame.
 */
public final class SouthboundServer implements AutoCloseable {
    /**
     * What streams tell, on the network's threads: post to the core thread and return. The calls
     * for one stream come one after the other.
     */
    public interface Handler {
        void onOpen(PeerStream stream);

        void onFrame(PeerStream stream, byte[] frame);

        /** The stream takes more, after {@link PeerStream#isReady} was false. */
        void onReady(PeerStream stream);

        /** The stream is gone, whoever closed it; the last call for it. */
        void onClosed(PeerStream stream, String reason);
    }

    /** Processes of the largest overlay, several times over; strangers end here too. */
    static final int MOST_STREAMS = 8_192;

    /** How long a connection may exist without speaking HTTP/2, or without a stream. */
    private static final int MUTE_SECONDS = 5;

    /** How often a connection whose far end may have vanished is tried. */
    private static final int KEEP_ALIVE_SECONDS = 20;

    private final Server server;
    private final Endpoint local;

    private SouthboundServer(Server server, Endpoint local) {
        this.server = server;
        this.local = local;
    }

    /**
     * Listens in plain text; port 0 lets the system choose.
     *
     * @throws IOException with a text that names the address and what to do
     */
    public static SouthboundServer open(Endpoint bind, Handler handler) throws IOException {
        GrpcLog.join();
        AtomicInteger streams = new AtomicInteger();
        Server server =
                NettyServerBuilder.forAddress(InetAddresses.of(bind))
                        .directExecutor()
                        .flowControlWindow(SouthboundMethod.WINDOW_BYTES)
                        .maxInboundMessageSize(SouthboundCodec.MAX_FRAME_BYTES)
                        .maxConcurrentCallsPerConnection(1)
                        .handshakeTimeout(MUTE_SECONDS, TimeUnit.SECONDS)
                        .maxConnectionIdle(MUTE_SECONDS, TimeUnit.SECONDS)
                        .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                        .keepAliveTimeout(MUTE_SECONDS, TimeUnit.SECONDS)
                        .addService(
                                ServerServiceDefinition.builder(SouthboundMethod.SERVICE)
                                        .addMethod(
                                                SouthboundMethod.SESSION,
                                                (call, headers) -> start(call, handler, streams))
                                        .build())
                        .build();
        try {
            server.start();
        } catch (IOException e) {
            throw BindErrors.explain("TCP", bind, e);
        }
        return new SouthboundServer(
                server,
                InetAddresses.endpoint((InetSocketAddress) server.getListenSockets().getFirst()));
    }

    public Endpoint local() {
        return local;
    }

    /** Ends all streams at once. */
    @Override
    public void close() {
        server.shutdownNow();
        try {
            server.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ServerCall.Listener<byte[]> start(
            ServerCall<byte[], byte[]> call, Handler handler, AtomicInteger streams) {
        if (streams.incrementAndGet() > MOST_STREAMS) {
            streams.decrementAndGet();
            call.close(
                    Status.RESOURCE_EXHAUSTED.withDescription("too many sessions"), new Metadata());
            return new ServerCall.Listener<>() {};
        }
        call.sendHeaders(new Metadata());
        PeerStream stream = new PeerStream(call);
        handler.onOpen(stream);
        call.request(SouthboundMethod.WINDOW_FRAMES);
        return new ServerCall.Listener<>() {
            @Override
            public void onMessage(byte[] frame) {
                handler.onFrame(stream, frame);
            }

            @Override
            public void onReady() {
                handler.onReady(stream);
            }

            @Override
            public void onCancel() {
                streams.decrementAndGet();
                handler.onClosed(stream, "peer left");
            }

            @Override
            public void onComplete() {
                streams.decrementAndGet();
                handler.onClosed(stream, "closed");
            }
        };
    }
}
