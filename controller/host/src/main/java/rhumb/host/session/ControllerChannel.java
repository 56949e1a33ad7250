package rhumb.host.session;

import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import rhumb.host.InetAddresses;
import rhumb.host.tls.TlsDoor;
import rhumb.net.Endpoint;
import rhumb.southbound.wire.SouthboundCodec;

/**
 * A connection to a controller, opened when the first stream needs it and anew whenever one needs
 * it after it broke. Any thread may use it.
 */
public final class ControllerChannel implements AutoCloseable {
    private final ManagedChannel channel;
    private final @Nullable TlsDoor door;

    private ControllerChannel(String controller, @Nullable TlsDoor door, @Nullable Endpoint from) {
        GrpcLog.join();
        this.door = door;
        NettyChannelBuilder builder = NettyChannelBuilder.forTarget("dns:///" + controller);
        if (from != null) {
            builder.localSocketPicker(new From(from));
        }
        channel =
                (door == null
                                ? builder.usePlaintext()
                                : builder.sslContext(NettyTls.grpcClient(door)))
                        .directExecutor()
                        .flowControlWindow(SouthboundMethod.WINDOW_BYTES)
                        .maxInboundMessageSize(SouthboundCodec.MAX_FRAME_BYTES)
                        .build();
    }

    /**
     * A channel that is not connected yet.
     *
     * @param door with which certificate; null = without TLS
     * @param from from which address of this machine, its port does not matter; null = as the
     *     system chooses
     */
    public static ControllerChannel open(
            String controller, @Nullable TlsDoor door, @Nullable Endpoint from) {
        return new ControllerChannel(controller, door, from);
    }

    /**
     * Opens one of several streams; the channel outlives it. Events come on gRPC's threads, and may
     * come before this returns.
     */
    public ControllerStream stream(Consumer<ControllerStream.Event> events) {
        return ControllerStream.on(this, events, () -> {});
    }

    ClientCall<byte[], byte[]> call() {
        return channel.newCall(SouthboundMethod.SESSION, CallOptions.DEFAULT);
    }

    /** What a failure of it means, in words that say what to do. */
    String explain(String failure) {
        return TlsTrouble.explain(failure, door);
    }

    /** Ends it and all its streams at once. */
    @Override
    public void close() {
        channel.shutdownNow();
    }

    /** An address of this machine, at a port that the system chooses. */
    private static final class From extends NettyChannelBuilder.LocalSocketPicker {
        private final InetSocketAddress address;

        From(Endpoint from) {
            this.address = new InetSocketAddress(InetAddresses.of(from).getAddress(), 0);
        }

        @Override
        public SocketAddress createSocketAddress(SocketAddress remote, Attributes attributes) {
            return address;
        }
    }
}
