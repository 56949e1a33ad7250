package rhumb.pki;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files that are there whole or not at all, and that only their owner reads where it matters. What
 * root writes into somebody's folder belongs to that one: a service could not read it otherwise.
 */
final class PkiFiles {
    private static final FileAttribute<?> SECRET =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> PUBLIC =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--"));
    private static final FileAttribute<?> OWN_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private PkiFiles() {}

    static void folder(Path folder) throws IOException {
        Path parent = folder.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder) && parent != null) {
            folder(parent);
            Files.createDirectory(folder, OWN_FOLDER);
            handOver(folder);
        }
    }

    /** A file that processes lock, and that has nothing in it. */
    static FileChannel lock(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS);
        handOver(file);
        return channel;
    }

    /**
     * Links are not followed, and what has a second name is not given away: whoever owns the folder
     * may have put it there.
     */
    private static void handOver(Path made) throws IOException {
        if (!Files.isDirectory(made, LinkOption.NOFOLLOW_LINKS) && names(made) > 1) {
            return;
        }
        Path folder = made.toAbsolutePath().getParent();
        FileOwnerAttributeView own =
                Files.getFileAttributeView(
                        made, FileOwnerAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (folder != null && own != null && own.getOwner().getName().equals("root")) {
            own.setOwner(Files.getOwner(folder));
        }
    }

    private static int names(Path file) throws IOException {
        boolean known = file.getFileSystem().supportedFileAttributeViews().contains("unix");
        return known ? (int) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS) : 1;
    }

    /** Written and on disk when this returns; mode 0600, from its first byte on. */
    static void secret(Path file, String text) throws IOException {
        write(file, text, SECRET);
    }

    /** The same for what everybody may read. */
    static void open(Path file, String text) throws IOException {
        write(file, text, PUBLIC);
    }

    private static void write(Path file, String text, FileAttribute<?> mode) throws IOException {
        Path half = file.resolveSibling(file.getFileName() + ".half");
        Files.deleteIfExists(half);
        try (FileChannel channel =
                FileChannel.open(
                        half,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        mode)) {
            ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        handOver(half);
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel directory =
                FileChannel.open(file.resolveSibling("."), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
