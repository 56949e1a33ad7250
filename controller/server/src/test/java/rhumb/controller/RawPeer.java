package rhumb.controller;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import rhumb.net.Endpoint;
import rhumb.southbound.message.Message;
import rhumb.southbound.wire.Decoded;
import rhumb.southbound.wire.SouthboundCodec;

/** A peer that sends any bytes and reads only when told to. */
final class RawPeer implements AutoCloseable {
    private static final MethodDescriptor<byte[], byte[]> SESSION =
            MethodDescriptor.<byte[], byte[]>newBuilder()
                    .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
                    .setFullMethodName("rhumb.southbound.v1.Southbound/Session")
                    .setRequestMarshaller(new Bytes())
                    .setResponseMarshaller(new Bytes())
                    .build();

    final List<Message> heard = new CopyOnWriteArrayList<>();
    volatile @Nullable Status ended;
    private final ManagedChannel channel;
    private final ClientCall<byte[], byte[]> call;

    RawPeer(Endpoint controller) {
        channel =
                NettyChannelBuilder.forTarget("dns:///" + controller)
                        .usePlaintext()
                        .directExecutor()
                        .build();
        call = channel.newCall(SESSION, CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onMessage(byte[] frame) {
                        if (SouthboundCodec.decode(frame) instanceof Decoded.Accepted accepted) {
                            heard.add(accepted.message());
                        }
                    }

                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        ended = status;
                    }
                },
                new Metadata());
    }

    void send(byte[] frame) {
        call.sendMessage(frame);
    }

    void send(Message message) {
        send(SouthboundCodec.encode(message));
    }

    void read(int frames) {
        call.request(frames);
    }

    @Override
    public void close() {
        call.cancel("closed", null); // frees what was never read
        channel.shutdownNow();
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try (stream) {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
