package rhumb.controller.support;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Writes a tar archive of regular files in the ustar format (POSIX.1-1988). */
public final class TarWriter implements AutoCloseable {
    private static final int BLOCK = 512;
    private static final int MAX_NAME = 100;
    private static final int CHECKSUM_AT = 148;
    private static final int CHECKSUM_LENGTH = 8;

    private final OutputStream out;
    private final long atUnixS;

    /**
     * An archive whose files all have the same time.
     *
     * @param atUnixS seconds since 1970
     */
    public TarWriter(OutputStream out, long atUnixS) {
        this.out = out;
        this.atUnixS = atUnixS;
    }

    /**
     * Adds a file that its owner may read and write.
     *
     * @param name path in the archive, ASCII, at most 100 characters
     */
    public void add(String name, byte[] content) throws IOException {
        byte[] header = new byte[BLOCK];
        if (name.length() > MAX_NAME) {
            throw new IOException(name + " is too long a name for a tar archive");
        }
        put(header, 0, name);
        put(header, 100, "0000600\0");
        put(header, 108, "0000000\0");
        put(header, 116, "0000000\0");
        put(header, 124, octal(content.length));
        put(header, 136, octal(atUnixS));
        put(header, CHECKSUM_AT, " ".repeat(CHECKSUM_LENGTH));
        put(header, 156, "0");
        put(header, 257, "ustar\00000");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, CHECKSUM_AT, String.format(Locale.ROOT, "%06o\0 ", sum));
        out.write(header);
        out.write(content);
        out.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
    }

    private static String octal(long value) {
        return String.format(Locale.ROOT, "%011o\0", value);
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    /** Two empty blocks end it. */
    @Override
    public void close() throws IOException {
        out.write(new byte[2 * BLOCK]);
        out.close();
    }
}
