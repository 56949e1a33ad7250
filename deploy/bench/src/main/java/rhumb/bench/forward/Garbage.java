package rhumb.bench.forward;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** What somebody who has no key sends to a forwarder's port, in the records of the generator. */
final class Garbage {
    private static final int RECORDS = 1 << 14;
    private static final int MUTATIONS = 4;

    private Garbage() {}

    /** Half of it noise, half media with some bytes changed. */
    static void write(Path file, int sizeBytes) throws IOException {
        SplittableRandom random = new SplittableRandom(sizeBytes);
        ByteBuffer media = Traffic.packets(sizeBytes, 1);
        int record = Traffic.RECORD_BYTES + sizeBytes;
        int different = media.capacity() / record;
        byte[] bytes = noise(random, sizeBytes);
        ByteBuffer all = ByteBuffer.wrap(bytes);
        for (int n = 0; n < RECORDS; n += 2) {
            int packet = n * record + Traffic.RECORD_BYTES;
            int like = n % different * record + Traffic.RECORD_BYTES;
            all.put(packet, media, like, sizeBytes);
            for (int i = 0; i < MUTATIONS; i++) {
                all.put(packet + random.nextInt(sizeBytes), (byte) random.nextInt());
            }
        }
        Files.write(file, bytes);
    }

    /**
     * Noise under the head of a sealed packet: what takes one pass of AES to tell.
     *
     * @param sealed one record
     */
    static void forge(Path file, ByteBuffer sealed, int sizeBytes) throws IOException {
        byte[] bytes = noise(new SplittableRandom(sizeBytes), sizeBytes);
        ByteBuffer all = ByteBuffer.wrap(bytes);
        int record = Traffic.RECORD_BYTES + sizeBytes;
        for (int n = 0; n < RECORDS; n++) {
            int packet = n * record + Traffic.RECORD_BYTES;
            all.put(packet, sealed, Traffic.RECORD_BYTES, Traffic.SEQUENCE_OFFSET);
        }
        Files.write(file, bytes);
    }

    /** Where the generator may write a number into it, so that it plays it again and again. */
    static int numberOffset(int sizeBytes) {
        return sizeBytes - Integer.BYTES;
    }

    private static byte[] noise(SplittableRandom random, int sizeBytes) {
        byte[] bytes = new byte[RECORDS * (Traffic.RECORD_BYTES + sizeBytes)];
        random.nextBytes(bytes);
        return bytes;
    }
}
