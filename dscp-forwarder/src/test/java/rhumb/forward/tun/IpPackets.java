package rhumb.forward.tun;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Golden IP packets, and what RFC 1071 says of a packet's sums, computed plainly. */
public final class IpPackets {
    private IpPackets() {}

    /** A packet that scapy made, alone in its buffer. */
    public static ByteBuffer golden(String name) {
        try (InputStream in = IpPackets.class.getResourceAsStream(name + ".hex")) {
            if (in == null) {
                throw new IllegalStateException("no golden packet " + name);
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            String digits = text.replaceAll("#.*", "").replaceAll("\\s", "");
            return ByteBuffer.wrap(HexFormat.of().parseHex(digits));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static IpPacket read(ByteBuffer b) {
        IpPacket packet = new IpPacket();
        if (!packet.read(b, 0, b.capacity())) {
            throw new AssertionError("no IP packet");
        }
        return packet;
    }

    public static String hex(ByteBuffer b, int length) {
        byte[] bytes = new byte[length];
        b.get(0, bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Whether the sums of the IP header and of TCP, UDP or ICMPv6 behind it are right. */
    public static boolean sumsAreRight(ByteBuffer b) {
        IpPacket packet = read(b);
        if (packet.ipv4() && plainSum(b, 0, packet.payload()) != 0xffff) {
            return false;
        }
        int addresses = packet.ipv4() ? 12 : 8;
        int addressBytes = packet.ipv4() ? 8 : 32;
        boolean pseudo = packet.protocol() != IpPacket.ICMP;
        long sum = plainSum(b, packet.payload(), packet.payloadBytes());
        if (pseudo) {
            sum += plainSum(b, addresses, addressBytes);
            sum += packet.protocol() + packet.payloadBytes();
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return sum == 0xffff;
    }

    private static int plainSum(ByteBuffer b, int offset, int bytes) {
        long sum = 0;
        for (int i = 0; i < bytes; i++) {
            int value = b.get(offset + i) & 0xff;
            sum += i % 2 == 0 ? value << 8 : value;
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return (int) sum;
    }
}
