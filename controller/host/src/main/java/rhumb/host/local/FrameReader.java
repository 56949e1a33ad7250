package rhumb.host.local;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes frames, each behind its length of four bytes, out of a stream, several with one call. */
final class FrameReader {
    /** Most frames are some hundred bytes. */
    private static final int AHEAD_BYTES = 8 * 1024;

    /** Where the bytes come from. */
    interface Source {
        /** Puts at least one byte into the buffer; negative at the end. */
        int read(ByteBuffer into) throws IOException;
    }

    private final Source source;
    private final ByteBuffer ahead = ByteBuffer.allocate(AHEAD_BYTES).flip();

    FrameReader(Source source) {
        this.source = source;
    }

    /**
     * The length of the next frame, as its sender says.
     *
     * @throws EOFException when the stream ends before it
     */
    int length() throws IOException {
        while (ahead.remaining() < Integer.BYTES) {
            fill(ahead.compact());
            ahead.flip();
        }
        return ahead.getInt();
    }

    /** The bytes behind the length that was just read. */
    byte[] body(int length) throws IOException {
        ByteBuffer body = ByteBuffer.allocate(length);
        int here = Math.min(length, ahead.remaining());
        body.put(ahead.slice(ahead.position(), here));
        ahead.position(ahead.position() + here);
        while (body.hasRemaining()) {
            fill(body);
        }
        return body.array();
    }

    private void fill(ByteBuffer buffer) throws IOException {
        if (source.read(buffer) < 0) {
            throw new EOFException();
        }
    }
}
