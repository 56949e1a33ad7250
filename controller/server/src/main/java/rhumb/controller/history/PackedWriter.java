package rhumb.controller.history;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Numbers of seven bits a byte, the lowest first, and texts behind their length. */
public final class PackedWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    public PackedWriter number(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes.write((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes.write((int) rest);
        return this;
    }

    /** Small numbers of either sign stay short. */
    public PackedWriter signed(long value) {
        return number(value << 1 ^ value >> 63);
    }

    public PackedWriter text(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        number(encoded.length);
        bytes.writeBytes(encoded);
        return this;
    }

    /** Bytes behind their length. */
    public PackedWriter block(byte[] more) {
        return number(more.length).raw(more);
    }

    public PackedWriter raw(byte[] more) {
        bytes.writeBytes(more);
        return this;
    }

    public int size() {
        return bytes.size();
    }

    public byte[] bytes() {
        return bytes.toByteArray();
    }
}
