package rhumb.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Reads a {@link RecordFile} that may be being written, and changes nothing. */
public final class RecordScan {
    private static final int BUFFER_BYTES = 1 << 18;

    private RecordScan() {}

    /** Takes what is read, in order. */
    public interface Taker {
        /**
         * Takes one record.
         *
         * @param at where its body begins in the file
         * @param body valid during the call
         */
        void take(long at, ByteBuffer body);
    }

    /**
     * Reads whole records from the beginning.
     *
     * @param maxBytes longest record
     * @return how much of the file that was; what follows is being written, torn or damaged
     * @throws IOException when the file cannot be read
     */
    public static long read(Path file, int maxBytes, Taker taker) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
            long at = 0;
            while (true) {
                buffer = holding(channel, buffer, RecordFile.HEAD_BYTES);
                if (buffer.remaining() < RecordFile.HEAD_BYTES) {
                    return at;
                }
                int length = buffer.getInt(buffer.position());
                int crc = buffer.getInt(buffer.position() + Integer.BYTES);
                if (length <= 0 || length > maxBytes) {
                    return at;
                }
                int whole = RecordFile.HEAD_BYTES + length;
                buffer = holding(channel, buffer, whole);
                if (buffer.remaining() < whole) {
                    return at;
                }
                ByteBuffer body = buffer.slice(buffer.position() + RecordFile.HEAD_BYTES, length);
                if (RecordFile.crc(body.duplicate()) != crc) {
                    return at;
                }
                taker.take(at + RecordFile.HEAD_BYTES, body);
                buffer.position(buffer.position() + whole);
                at += whole;
            }
        }
    }

    /** A buffer with at least so many bytes to read, or all that the file has left. */
    private static ByteBuffer holding(FileChannel channel, ByteBuffer buffer, int bytes)
            throws IOException {
        if (buffer.remaining() >= bytes) {
            return buffer;
        }
        ByteBuffer more = buffer;
        if (bytes > buffer.capacity()) {
            more = ByteBuffer.allocate(bytes).put(buffer);
        } else {
            more.compact();
        }
        while (more.position() < bytes && channel.read(more) >= 0) {}
        return more.flip();
    }
}
