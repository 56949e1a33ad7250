package rhumb.forward.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import rhumb.forward.crypto.KeyRing;
import rhumb.forward.crypto.OwnKey;

/**
 * The own private keys, on disk and readable by this user only: a forwarder that restarts while no
 * controller is there goes on with the keys that its neighbours know. One line a key: generation
 * and 64 hexadecimal digits.
 */
public final class KeyFile {
    private final Path folder;
    private final Path file;

    public KeyFile(Path folder) {
        this.folder = folder;
        file = folder.resolve("keys");
    }

    /**
     * The ring of the last process, or a first one, stored at once.
     *
     * @throws IOException when the file cannot be read or written, or holds no keys; says what to
     *     do
     */
    public KeyRing open(RandomGenerator random) throws IOException {
        Files.createDirectories(folder);
        if (Files.exists(file)) {
            return read();
        }
        KeyRing first = KeyRing.first(random);
        store(first);
        return first;
    }

    /** On disk once this returns. */
    void store(KeyRing ring) throws IOException {
        StringBuilder text = new StringBuilder();
        for (OwnKey key : ring.keys()) {
            text.append(key.generation())
                    .append(' ')
                    .append(HexFormat.of().formatHex(key.secret()))
                    .append('\n');
        }
        Path fresh = folder.resolve("keys.new");
        Files.deleteIfExists(fresh);
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        try (FileChannel channel =
                posix
                        ? FileChannel.open(
                                fresh,
                                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                                PosixFilePermissions.asFileAttribute(
                                        PosixFilePermissions.fromString("rw-------")))
                        : FileChannel.open(
                                fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private KeyRing read() throws IOException {
        List<OwnKey> keys = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
                String[] words = line.strip().split(" ", -1);
                if (words.length != 2) {
                    throw new IllegalArgumentException("a line of " + words.length + " words");
                }
                keys.add(OwnKey.of(Integer.parseInt(words[0]), HexFormat.of().parseHex(words[1])));
            }
            return new KeyRing(keys);
        } catch (IllegalArgumentException e) {
            // The text of the cause could hold a part of a key.
            throw new IOException(
                    file
                            + ": expected one or two lines, each a generation and a key; remove the"
                            + " file, and neighbours get a new key through the controller");
        }
    }
}
