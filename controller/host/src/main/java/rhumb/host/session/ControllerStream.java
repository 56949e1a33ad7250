package rhumb.host.session;

import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
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
 * One attempt to reach one controller: a connection with one call on it. What happens comes as
 * events on gRPC's threads; everything else belongs to the link's thread.
 */
public final class ControllerStream {
    /** What happened to a stream. */
    public sealed interface Event {
        ControllerStream stream();

        /** It takes more frames; the first of these says that it stands. */
        record Ready(ControllerStream stream) implements Event {}

        /** A frame came; the receiver calls {@link ControllerStream#consumed} once done. */
        @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
        record Frame(ControllerStream stream, byte[] bytes) implements Event {}

        /** It is gone. */
        record Closed(ControllerStream stream, String reason) implements Event {}
    }

    private final ManagedChannel channel;
    private final ClientCall<byte[], byte[]> call;

    private final @Nullable TlsDoor door;

    private ControllerStream(String controller, @Nullable TlsDoor door, @Nullable Endpoint from) {
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
        call = channel.newCall(SouthboundMethod.SESSION, CallOptions.DEFAULT);
    }

    /**
     * Opens a stream.
     *
     * @param door null = without TLS
     */
    public static ControllerStream connect(
            String controller, @Nullable TlsDoor door, Consumer<Event> events) {
        return connect(controller, door, null, events);
    }

    /**
     * The same from an address of this machine.
     *
     * @param from its port does not matter; null = as the system chooses
     */
    public static ControllerStream connect(
            String controller,
            @Nullable TlsDoor door,
            @Nullable Endpoint from,
            Consumer<Event> events) {
        ControllerStream stream = new ControllerStream(controller, door, from);
        stream.call.start(stream.new Listener(events), new Metadata());
        stream.call.request(SouthboundMethod.WINDOW_FRAMES);
        return stream;
    }

    /** Whether a frame sent now goes to the network instead of waiting in memory. */
    public boolean isReady() {
        return call.isReady();
    }

    public void send(byte[] frame) {
        call.sendMessage(frame);
    }

    /** One frame was handled; another may come. */
    public void consumed() {
        call.request(1);
    }

    public void close(String reason) {
        call.cancel(reason, null);
        channel.shutdownNow();
    }

    private String text(Status status) {
        Throwable cause = status.getCause();
        String detail = cause == null ? status.getDescription() : cause.getMessage();
        String text = detail == null ? status.getCode().toString() : detail;
        return TlsTrouble.explain(text, door);
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

    private final class Listener extends ClientCall.Listener<byte[]> {
        private final Consumer<Event> events;

        Listener(Consumer<Event> events) {
            this.events = events;
        }

        @Override
        public void onReady() {
            events.accept(new Event.Ready(ControllerStream.this));
        }

        @Override
        public void onMessage(byte[] frame) {
            events.accept(new Event.Frame(ControllerStream.this, frame));
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            events.accept(new Event.Closed(ControllerStream.this, text(status)));
        }
    }
}
