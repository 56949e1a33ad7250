package rhumb.probe.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import rhumb.net.Endpoint;

/** Writes UDP over IPv4 as a capture file (pcap 2.4, link type 101: raw IP). */
final class Pcap {
    private static final int HEADERS = 16 + 20 + 8;

    private final Path file;

    Pcap(Path file) throws IOException {
        this.file = file;
        ByteBuffer head = ByteBuffer.allocate(24);
        head.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4);
        head.putInt(16, 65_535).putInt(20, 101);
        Files.write(file, head.array());
    }

    void add(Endpoint from, Endpoint to, ByteBuffer b, int length) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(HEADERS + length);
        record.putInt(0).putInt(0).putInt(28 + length).putInt(28 + length);
        record.putShort((short) 0x4500).putShort((short) (28 + length)).putInt(0);
        record.put((byte) 64).put((byte) 17).putShort((short) 0);
        record.putInt(from.ipv4()).putInt(to.ipv4());
        record.putShort((short) from.port()).putShort((short) to.port());
        record.putShort((short) (8 + length)).putShort((short) 0);
        record.put(HEADERS, b, 0, length);
        Files.write(file, record.array(), StandardOpenOption.APPEND);
    }

    Path file() {
        return file;
    }
}
