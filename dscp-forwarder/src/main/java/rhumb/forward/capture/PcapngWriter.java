package rhumb.forward.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import rhumb.net.Endpoint;

/**
 * Writes IP packets as pcapng (draft-ietf-opsawg-pcapng, section 4) into memory of a fixed size.
 * Datagrams get IP and UDP headers made of the addresses they went between.
 */
final class PcapngWriter {
    private static final int SECTION = 0x0a0d0d0a;
    private static final int BYTE_ORDER = 0x1a2b3c4d;
    private static final int INTERFACE = 1;
    private static final int PACKET = 6;
    private static final int LINKTYPE_RAW = 101;
    private static final int OPTION_END = 0;
    private static final int OPTION_COMMENT = 1;
    private static final int IF_NAME = 2;
    private static final int IF_TSRESOL = 9;
    private static final int EPB_FLAGS = 2;
    private static final int NANOSECONDS = 9;
    private static final int IN = 1;
    private static final int OUT = 2;

    /** Block header and trailer, flags, a comment of up to 64 bytes, padding. */
    private static final int AROUND = 32 + 8 + 4 + 68 + 4;

    private static final int HEADERS4 = 28;
    private static final int HEADERS6 = 48;
    private static final int HOPS = 64;
    private static final int UDP = 17;

    private final ByteBuffer out;

    PcapngWriter(int capacity) {
        out = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
        int start = begin(SECTION);
        out.putInt(BYTE_ORDER).putShort((short) 1).putShort((short) 0).putLong(-1);
        end(start);
        describe("overlay");
        describe("media");
    }

    /** Whether a packet of this size, without headers of ours, still fits. */
    boolean hasRoom(int length) {
        return out.remaining() >= AROUND + HEADERS6 + length;
    }

    /** Offset of the datagram's bytes in {@link #out}, for {@link #overwrite}. */
    int datagram(
            int face,
            long unixNs,
            boolean incoming,
            Endpoint from,
            Endpoint to,
            int octet,
            String comment,
            ByteBuffer b,
            int offset,
            int length) {
        boolean ipv4 = from.isIpv4() && to.isIpv4();
        int headers = ipv4 ? HEADERS4 : HEADERS6;
        int start = packet(face, unixNs, headers + length);
        out.order(ByteOrder.BIG_ENDIAN);
        if (ipv4) {
            out.putShort((short) (0x4500 | octet)).putShort((short) (headers + length));
            out.putInt(0).put((byte) HOPS).put((byte) UDP).putShort((short) 0);
            out.putInt(from.ipv4()).putInt(to.ipv4());
            sum(out.position() - 20);
        } else {
            out.putInt(6 << 28 | octet << 20).putShort((short) (8 + length));
            out.put((byte) UDP).put((byte) HOPS);
            out.putLong(from.high()).putLong(from.low()).putLong(to.high()).putLong(to.low());
        }
        out.putShort((short) from.port()).putShort((short) to.port());
        out.putShort((short) (8 + length)).putShort((short) 0);
        out.order(ByteOrder.LITTLE_ENDIAN);
        int at = out.position();
        bytes(b, offset, length);
        finish(start, incoming, comment);
        return at;
    }

    void ip(
            int face,
            long unixNs,
            boolean incoming,
            String comment,
            ByteBuffer b,
            int offset,
            int length) {
        int start = packet(face, unixNs, length);
        bytes(b, offset, length);
        finish(start, incoming, comment);
    }

    void overwrite(int at, ByteBuffer b, int offset, int length) {
        out.put(at, b, offset, length);
    }

    void overwrite(int at, byte value) {
        out.put(at, value);
    }

    /** Everything so far: a whole file. */
    byte[] file() {
        byte[] file = new byte[out.position()];
        out.get(0, file);
        return file;
    }

    private int packet(int face, long unixNs, int length) {
        int start = begin(PACKET);
        out.putInt(face).putInt((int) (unixNs >>> 32)).putInt((int) unixNs);
        out.putInt(length).putInt(length);
        return start;
    }

    private void finish(int start, boolean incoming, @Nullable String comment) {
        pad();
        option(EPB_FLAGS, 4);
        out.putInt(incoming ? IN : OUT);
        if (comment != null) {
            text(OPTION_COMMENT, comment);
        }
        out.putInt(OPTION_END);
        end(start);
    }

    private void describe(String name) {
        int start = begin(INTERFACE);
        out.putShort((short) LINKTYPE_RAW).putShort((short) 0).putInt(0);
        text(IF_NAME, name);
        option(IF_TSRESOL, 1);
        out.put((byte) NANOSECONDS);
        pad();
        out.putInt(OPTION_END);
        end(start);
    }

    private int begin(int type) {
        int start = out.position();
        out.putInt(type).putInt(0);
        return start;
    }

    private void end(int start) {
        int length = out.position() - start + 4;
        out.putInt(length);
        out.putInt(start + 4, length);
    }

    private void text(int code, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        option(code, bytes.length);
        out.put(bytes);
        pad();
    }

    private void option(int code, int length) {
        out.putShort((short) code).putShort((short) length);
    }

    private void bytes(ByteBuffer b, int offset, int length) {
        out.put(out.position(), b, offset, length);
        out.position(out.position() + length);
    }

    /** Every block begins at a multiple of four, so positions tell how much is to be filled. */
    private void pad() {
        while ((out.position() & 3) != 0) {
            out.put((byte) 0);
        }
    }

    private void sum(int header) {
        int sum = 0;
        for (int i = 0; i < 20; i += 2) {
            sum += out.getShort(header + i) & 0xffff;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        out.putShort(header + 10, (short) ~((sum & 0xffff) + (sum >>> 16)));
    }
}
