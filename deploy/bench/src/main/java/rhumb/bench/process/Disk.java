package rhumb.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Folders of states: copied, put back, removed, and filled to the last byte. */
public final class Disk {
    private static final String FILLER = "filler";
    private static final int PIECE = 4 << 10;

    private Disk() {}

    /** Fills what is left of its file system. */
    public static void fill(Path folder) throws IOException {
        byte[] piece = new byte[PIECE];
        try (var out = Files.newOutputStream(folder.resolve(FILLER))) {
            while (true) {
                out.write(piece);
            }
        } catch (IOException e) {
            // It is full, as it should be.
        }
    }

    /** Takes back {@link #fill}. */
    public static void makeRoom(Path folder) throws IOException {
        Files.delete(folder.resolve(FILLER));
    }

    /** Has a folder hold what another one holds, and nothing else. */
    public static void replace(Path from, Path to) throws IOException {
        if (Files.exists(to)) {
            empty(to);
        }
        copy(from, to);
    }

    /** A folder and all that is in it, if it is there. */
    public static void remove(Path folder) throws IOException {
        if (Files.exists(folder)) {
            empty(folder);
            Files.delete(folder);
        }
    }

    private static void empty(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (Files.isDirectory(file)) {
                    empty(file);
                }
                Files.delete(file);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (var files = Files.list(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(file.getFileName());
                if (Files.isDirectory(file)) {
                    copy(file, copy);
                } else {
                    Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }
}
