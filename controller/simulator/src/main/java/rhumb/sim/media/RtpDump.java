package rhumb.sim.media;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A capture in the format of the rtptools, {@code rtpdump -F dump}: a text line, a header of 16
 * bytes, then per packet its record length, its size, the time in ms, and the packet. RTCP (size 0)
 * is left out.
 */
public final class RtpDump {
    private static final String MAGIC = "#!rtpplay1.0 ";
    private static final int FILE_HEADER_BYTES = 16;
    private static final int RECORD_HEADER_BYTES = 8;
    private static final int RTP_HEADER_BYTES = 12;
    private static final int MAX_LINE = 100;

    private final List<byte[]> packets;

    private RtpDump(List<byte[]> packets) {
        this.packets = packets;
    }

    /**
     * Reads a capture.
     *
     * @throws IllegalArgumentException naming the position of what is wrong
     */
    public static RtpDump parse(byte[] file) {
        int end = lineEnd(file);
        String line = new String(file, 0, end, StandardCharsets.US_ASCII);
        if (!line.startsWith(MAGIC) || file.length < end + 1 + FILE_HEADER_BYTES) {
            throw new IllegalArgumentException(
                    "rtpdump: expected a file that starts with " + MAGIC);
        }
        ByteBuffer in = ByteBuffer.wrap(file).position(end + 1 + FILE_HEADER_BYTES);
        List<byte[]> packets = new ArrayList<>();
        while (in.hasRemaining()) {
            int at = in.position();
            int record = in.remaining() < RECORD_HEADER_BYTES ? 0 : in.getShort() & 0xffff;
            int size = record < RECORD_HEADER_BYTES ? -1 : in.getShort() & 0xffff;
            int captured = record - RECORD_HEADER_BYTES;
            if (size < 0 || captured > in.remaining() - 4 || size > captured) {
                throw new IllegalArgumentException("rtpdump: broken record at byte " + at);
            }
            in.getInt();
            byte[] packet = new byte[captured];
            in.get(packet);
            if (size > 0) {
                packets.add(checked(packet, at));
            }
        }
        if (packets.isEmpty()) {
            throw new IllegalArgumentException("rtpdump: no RTP packet");
        }
        return new RtpDump(List.copyOf(packets));
    }

    public int packets() {
        return packets.size();
    }

    /** One packet as captured; not to be changed. */
    byte[] packet(int index) {
        return packets.get(index);
    }

    private static byte[] checked(byte[] packet, int at) {
        if (packet.length < RTP_HEADER_BYTES || (packet[0] & 0xc0) != 0x80) {
            throw new IllegalArgumentException("rtpdump: no RTP version 2 packet at byte " + at);
        }
        return packet;
    }

    private static int lineEnd(byte[] file) {
        int end = 0;
        while (end < Math.min(file.length, MAX_LINE) && file[end] != '\n') {
            end++;
        }
        return end;
    }
}
