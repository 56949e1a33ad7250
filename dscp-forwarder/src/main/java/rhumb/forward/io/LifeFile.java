package rhumb.forward.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The life of this process: a number that rises with each start, so that neighbours know new from
 * old, and no nonce is used twice. It begins at the wall clock and rises even when that goes back;
 * with a lost disk it still rises when the clock does.
 */
final class LifeFile {
    private static final long HIGHEST = 0xffff_ffffL;

    private LifeFile() {}

    /**
     * Begins a life: on disk once this returns.
     *
     * @return without sign
     * @throws IOException when the file cannot be read or written, or holds no number; says what to
     *     do
     */
    static int begin(Path folder, long unixNs) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve("life");
        long before = Files.exists(file) ? read(file) : 0;
        long life = Math.max(before + 1, unixNs / 1_000_000_000L);
        if (life > HIGHEST) {
            throw new IOException(file + ": no life above " + before + "; remove the file");
        }
        write(folder, file, Long.toString(life) + "\n");
        return (int) life;
    }

    private static long read(Path file) throws IOException {
        String text = Files.readString(file).strip();
        try {
            return Integer.toUnsignedLong(Integer.parseUnsignedInt(text));
        } catch (NumberFormatException e) {
            throw new IOException(
                    file
                            + ": expected a number, found \""
                            + text
                            + "\"; if the clock of this machine is right, remove the file",
                    e);
        }
    }

    private static void write(Path folder, Path file, String text) throws IOException {
        Path fresh = folder.resolve("life.new");
        try (FileChannel channel =
                FileChannel.open(
                        fresh,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        // The rename itself must be on disk too.
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
