package rhumb.host.local;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** A socket's file: made with its mode from the first moment on, taken over from the dead only. */
final class SocketFile {
    /** Of struct sockaddr_un (unix(7)), its closing zero included. */
    private static final int SUN_PATH_BYTES = 108;

    /** Marks the file until its mode is set. */
    private static final String NEW = "~";

    /** Owner and group: forwarder and agent may run as two users of one group. */
    private static final String MODE = "rw-rw----";

    private SocketFile() {}

    /** Refuses a path that the system would cut or refuse. */
    static void checkLength(Path path) throws IOException {
        int bytes = (path + NEW).getBytes(StandardCharsets.UTF_8).length;
        if (bytes >= SUN_PATH_BYTES) {
            throw new IOException(
                    "socket path "
                            + path
                            + " is too long: a Unix socket's path has at most "
                            + (SUN_PATH_BYTES - 1 - NEW.length())
                            + " bytes; choose a shorter directory, such as /run/rhumb");
        }
    }

    static ServerSocketChannel listen(Path path) throws IOException {
        checkLength(path);
        refuseUnlessFree(path);
        // Bound under another name and renamed once its mode is right: nobody connects before.
        Path fresh = Path.of(path + NEW);
        Files.deleteIfExists(fresh);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(fresh));
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString(MODE));
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
            return server;
        } catch (IOException e) {
            server.close();
            throw new IOException(
                    "cannot listen on socket "
                            + path
                            + ": "
                            + e.getMessage()
                            + "; the directory must exist and be writable",
                    e);
        }
    }

    private static void refuseUnlessFree(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        boolean socket =
                Files.readAttributes(
                                path,
                                java.nio.file.attribute.BasicFileAttributes.class,
                                LinkOption.NOFOLLOW_LINKS)
                        .isOther();
        if (!socket) {
            throw new IOException(
                    "cannot listen on socket "
                            + path
                            + ": a file that is no socket is there; remove it or choose another"
                            + " path");
        }
        try {
            SocketChannel.open(UnixDomainSocketAddress.of(path)).close();
        } catch (ConnectException e) {
            return; // the process that made the file is dead; the rename replaces it
        }
        throw new IOException(
                "cannot listen on socket "
                        + path
                        + ": another process listens there; stop it (ss -xlp src "
                        + path
                        + ") or choose another path");
    }
}
