package rhumb.controller.history;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads what {@link PackedWriter} wrote; never outside. */
public final class PackedReader {
    private final ByteBuffer bytes;

    public PackedReader(ByteBuffer bytes) {
        this.bytes = bytes.slice();
    }

    public long number() throws RecordException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            if (!bytes.hasRemaining()) {
                throw new RecordException(RecordReject.MALFORMED);
            }
            byte next = bytes.get();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new RecordException(RecordReject.MALFORMED);
    }

    public long signed() throws RecordException {
        long value = number();
        return value >>> 1 ^ -(value & 1);
    }

    /** A number that counts something. */
    public int count(int most) throws RecordException {
        long value = number();
        if (value < 0 || value > most) {
            throw new RecordException(RecordReject.MALFORMED);
        }
        return (int) value;
    }

    public String text() throws RecordException {
        return new String(block(), StandardCharsets.UTF_8);
    }

    /** Bytes behind their length. */
    public byte[] block() throws RecordException {
        int length = count(Integer.MAX_VALUE);
        if (length > bytes.remaining()) {
            throw new RecordException(RecordReject.MALFORMED);
        }
        byte[] block = new byte[length];
        bytes.get(block);
        return block;
    }

    public boolean atEnd() {
        return !bytes.hasRemaining();
    }

    public void end() throws RecordException {
        if (bytes.hasRemaining()) {
            throw new RecordException(RecordReject.MALFORMED);
        }
    }
}
