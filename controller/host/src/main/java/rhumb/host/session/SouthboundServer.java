package rhumb.host.session;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import rhumb.host.BindErrors;
import rhumb.host.InetAddresses;
import rhumb.host.door.ConnectionBook;
import rhumb.host.door.CountedServerChannel;
import rhumb.host.tls.CertificateReject;
import rhumb.host.tls.TlsDoor;
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

    /** What strangers may hold open beside them. */
    public static final ConnectionBook.Limits LIMITS =
            new ConnectionBook.Limits(2 * MOST_STREAMS, 1_024, 512);

    /** How long a connection may exist without speaking HTTP/2, or without a stream. */
    private static final int MUTE_SECONDS = 5;

    /** How often a connection whose far end may have vanished is tried. */
    private static final int KEEP_ALIVE_SECONDS = 20;

    private static final int WORKERS = 2;

    private final EventLoopGroup listening = group("southbound-accept", 1);
    private final EventLoopGroup working = group("southbound", WORKERS);
    private final Set<PeerStream> streams = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private final ConnectionBook book;
    private final @Nullable TlsDoor door;
    private final Server server;
    private final Endpoint local;
    private long judgedBy;

    private SouthboundServer(
            Endpoint bind,
            Handler handler,
            @Nullable TlsDoor door,
            ConnectionBook.Limits limits,
            int streamsPerConnection)
            throws IOException {
        this.book = new ConnectionBook(limits);
        this.door = door;
        NettyServerBuilder builder = NettyServerBuilder.forAddress(InetAddresses.of(bind));
        if (door != null) {
            builder.sslContext(NettyTls.grpcServer(door));
        }
        this.server =
                builder.bossEventLoopGroup(listening)
                        .workerEventLoopGroup(working)
                        .channelFactory(CountedServerChannel.factory(book))
                        .directExecutor()
                        .flowControlWindow(SouthboundMethod.WINDOW_BYTES)
                        .maxInboundMessageSize(SouthboundCodec.MAX_FRAME_BYTES)
                        .maxConcurrentCallsPerConnection(streamsPerConnection)
                        .handshakeTimeout(MUTE_SECONDS, TimeUnit.SECONDS)
                        .maxConnectionIdle(MUTE_SECONDS, TimeUnit.SECONDS)
                        .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                        .keepAliveTimeout(MUTE_SECONDS, TimeUnit.SECONDS)
                        .addTransportFilter(new Known())
                        .addService(
                                ServerServiceDefinition.builder(SouthboundMethod.SERVICE)
                                        .addMethod(
                                                SouthboundMethod.SESSION,
                                                (call, headers) -> start(call, handler))
                                        .build())
                        .build();
        try {
            server.start();
        } catch (IOException e) {
            stopThreads();
            throw BindErrors.explain("TCP", bind, e);
        }
        this.local =
                InetAddresses.endpoint((InetSocketAddress) server.getListenSockets().getFirst());
    }

    /**
     * Listens; port 0 lets the system choose.
     *
     * @param door who may come in, with which certificate; null = everybody, in plain text
     * @throws IOException with a text that names the address and what to do
     */
    public static SouthboundServer open(
            Endpoint bind, Handler handler, @Nullable TlsDoor door, ConnectionBook.Limits limits)
            throws IOException {
        return new SouthboundServer(bind, handler, door, limits, 1);
    }

    /** The same for controllers, which pass many streams on over one connection. */
    public static SouthboundServer openToControllers(
            Endpoint bind, Handler handler, @Nullable TlsDoor door) throws IOException {
        return new SouthboundServer(bind, handler, door, LIMITS, MOST_STREAMS);
    }

    /** The same in plain text. */
    public static SouthboundServer open(Endpoint bind, Handler handler) throws IOException {
        return open(bind, handler, null, LIMITS);
    }

    public Endpoint local() {
        return local;
    }

    /** Who is connected, and who was turned away before anything was known of them. */
    public ConnectionBook connections() {
        return book;
    }

    /** Ends the connections whose certificates hold no longer: revoked, or too old by now. */
    public synchronized void dropUntrusted() {
        TlsDoor asked = door;
        if (asked == null) {
            return;
        }
        long number = asked.folder().number();
        boolean anew = number != judgedBy;
        judgedBy = number;
        for (PeerStream stream : streams) {
            CertificateReject wrong =
                    anew
                            ? asked.stillWrong(stream.certificate())
                            : asked.outlived(stream.certificate());
            if (wrong != null) {
                asked.check(stream.certificate());
                stream.cut("its certificate holds no longer: " + wrong.cause());
            }
        }
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
        stopThreads();
    }

    private void stopThreads() {
        listening.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        working.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private static EventLoopGroup group(String name, int threads) {
        return new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
    }

    private ServerCall.Listener<byte[]> start(ServerCall<byte[], byte[]> call, Handler handler) {
        PeerStream stream = new PeerStream(call, book);
        Status wrong = wrong(stream);
        if (wrong != null) {
            call.close(wrong, new Metadata());
            return new ServerCall.Listener<>() {};
        }
        streams.add(stream);
        call.sendHeaders(new Metadata());
        handler.onOpen(stream);
        call.request(SouthboundMethod.WINDOW_FRAMES);
        return new ServerCall.Listener<>() {
            @Override
            public void onMessage(byte[] frame) {
                stream.delivered();
                handler.onFrame(stream, frame);
            }

            @Override
            public void onReady() {
                handler.onReady(stream);
            }

            @Override
            public void onCancel() {
                ended(stream.endReason());
            }

            @Override
            public void onComplete() {
                ended("closed");
            }

            private void ended(String reason) {
                streams.remove(stream);
                count.decrementAndGet();
                handler.onClosed(stream, reason);
            }
        };
    }

    /** Why a stream is not taken; null when it is, and then it counts. */
    private @Nullable Status wrong(PeerStream stream) {
        CertificateReject reject = door == null ? null : door.check(stream.certificate());
        if (reject != null) {
            return Status.UNAUTHENTICATED.withDescription(
                    "your certificate is refused: " + reject.cause());
        }
        if (count.incrementAndGet() > MOST_STREAMS) {
            count.decrementAndGet();
            return Status.RESOURCE_EXHAUSTED.withDescription("too many sessions");
        }
        return null;
    }

    /** A connection that speaks HTTP/2, behind TLS where there is any, is no stranger's. */
    private final class Known extends ServerTransportFilter {
        @Override
        public Attributes transportReady(Attributes transport) {
            book.known(transport.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
            return transport;
        }
    }
}
