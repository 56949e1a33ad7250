package rhumb.host.session;

import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The one method of the southbound service, as both sides name it. Its messages are plain bytes to
 * gRPC, so that bad ones reach our codec, which says why, instead of failing the stream.
 */
final class SouthboundMethod {
    static final String SERVICE = "rhumb.southbound.v1.Southbound";

    static final MethodDescriptor<byte[], byte[]> SESSION =
            MethodDescriptor.<byte[], byte[]>newBuilder()
                    .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
                    .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "Session"))
                    .setRequestMarshaller(new Bytes())
                    .setResponseMarshaller(new Bytes())
                    .build();

    /**
     * How many bytes a peer may have under way before the reader takes them, so that a slow reader
     * costs no more than this and one frame. Fixed, because gRPC's own guess grows to 8 MB.
     */
    static final int WINDOW_BYTES = 1 << 20;

    /** How many frames one stream may have waiting for the thread that handles them. */
    static final int WINDOW_FRAMES = 4;

    private SouthboundMethod() {}

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
