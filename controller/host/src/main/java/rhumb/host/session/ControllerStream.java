package rhumb.host.session;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import rhumb.host.tls.TlsDoor;
import rhumb.net.Endpoint;

/**
 * One attempt to reach one controller: a call on a connection. What happens comes as events on
 * gRPC's threads; everything else belongs to one thread of the owner's choice.
 */
public final class ControllerStream implements FrameStream {
    /** What happened to a stream. */
    public sealed interface Event {
        ControllerStream stream();

        /** It takes more frames; the first of these says that it stands. */
        record Ready(ControllerStream stream) implements Event {}

        /** A frame came; the receiver calls {@link ControllerStream#consumed} once done. */
        @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
        record Frame(ControllerStream stream, byte[] bytes) implements Event {}

        /**
         * It is gone.
         *
         * @param orderly whether the other side closed it and the reason is its own
         */
        record Closed(ControllerStream stream, boolean orderly, String reason) implements Event {}
    }

    private final ControllerChannel channel;
    private final ClientCall<byte[], byte[]> call;
    private final Runnable afterwards;

    private ControllerStream(ControllerChannel channel, Runnable afterwards) {
        this.channel = channel;
        this.call = channel.call();
        this.afterwards = afterwards;
    }

    /**
     * Opens a stream on a connection of its own.
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
        ControllerChannel own = ControllerChannel.open(controller, door, from);
        return on(own, events, own::close);
    }

    static ControllerStream on(
            ControllerChannel channel, Consumer<Event> events, Runnable afterwards) {
        ControllerStream stream = new ControllerStream(channel, afterwards);
        stream.call.start(stream.new Listener(events), new Metadata());
        stream.call.request(SouthboundMethod.WINDOW_FRAMES);
        return stream;
    }

    @Override
    public boolean isReady() {
        return call.isReady();
    }

    @Override
    public void send(byte[] frame) {
        call.sendMessage(frame);
    }

    @Override
    public void consumed() {
        call.request(1);
    }

    @Override
    public void close(String reason) {
        call.cancel(reason, null);
        afterwards.run();
    }

    private String text(Status status) {
        Throwable cause = status.getCause();
        String detail = cause == null ? status.getDescription() : cause.getMessage();
        return channel.explain(detail == null ? status.getCode().toString() : detail);
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
            events.accept(new Event.Closed(ControllerStream.this, status.isOk(), text(status)));
        }
    }
}
