package rhumb.forward.stream;

import java.nio.ByteBuffer;

/** Frames of a chain as bytes ({@code docs/protocol/stream.md}). */
final class StreamFrame {
    // Specification constants.
    static final int HEAD_BYTES = 4;
    static final int MAX_CHUNK_BYTES = 16_384;
    static final int MAX_BODY_BYTES = 8 + MAX_CHUNK_BYTES;

    static final int DATA = 1;
    static final int END = 2;
    static final int FAIL = 3;
    static final int ALIVE = 4;
    static final int ACK = 5;

    /** Codes of FAIL. */
    enum Failure {
        NO_SERVICE(1, StreamReject.UNKNOWN_SERVICE),
        ORIGIN_UNREACHABLE(2, StreamReject.ORIGIN_UNREACHABLE),
        STALE_RESUME(3, StreamReject.STALE_RESUME),
        TOO_MANY(4, StreamReject.TOO_MANY);

        private final int code;
        private final StreamReject reject;

        Failure(int code, StreamReject reject) {
            this.code = code;
            this.reject = reject;
        }

        StreamReject reject() {
            return reject;
        }

        static Failure of(int code) {
            for (Failure failure : values()) {
                if (failure.code == code) {
                    return failure;
                }
            }
            return ORIGIN_UNREACHABLE;
        }
    }

    private StreamFrame() {}

    /** Head and offset of a DATA frame; the chunk follows. */
    static ByteBuffer data(long offset, ByteBuffer chunk) {
        ByteBuffer frame = head(DATA, 8 + chunk.remaining());
        return frame.putLong(offset).put(chunk).flip();
    }

    static ByteBuffer end(long offset) {
        return head(END, 8).putLong(offset).flip();
    }

    static ByteBuffer fail(Failure failure) {
        return head(FAIL, 1).put((byte) failure.code).flip();
    }

    static ByteBuffer alive() {
        return head(ALIVE, 0).flip();
    }

    static ByteBuffer ack(long offset) {
        return head(ACK, 8).putLong(offset).flip();
    }

    private static ByteBuffer head(int type, int bodyBytes) {
        return ByteBuffer.allocate(HEAD_BYTES + bodyBytes).putInt(type << 24 | bodyBytes);
    }
}
