package rhumb.bench.failures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A process's clock as libfaketime shows it; what runs by the steady clock is not touched.
 *
 * <p>Its variant for many threads takes 30 microseconds for each look at a clock, as it masks
 * signals twice; the plain one is right for clocks that only an offset is added to. What it does by
 * itself to waits by the steady clock ({@code FAKETIME_FORCE_MONOTONIC_FIX}) has each wait of a
 * virtual machine return at once, so that its threads do nothing but wait.
 */
final class Clock {
    private static final List<String> LIBRARIES =
            List.of(
                    "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1",
                    "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1",
                    "/usr/lib64/faketime/libfaketime.so.1");

    private Clock() {}

    static Optional<String> library() {
        return LIBRARIES.stream().filter(file -> Files.exists(Path.of(file))).findFirst();
    }

    /** For a process that reads the offset from a file. */
    static Map<String, String> environment(Path file) throws IOException {
        set(file, "+0");
        return Map.of(
                "LD_PRELOAD",
                library().orElse(""),
                "FAKETIME_TIMESTAMP_FILE",
                file.toString(),
                "FAKETIME_CACHE_DURATION",
                "1",
                "DONT_FAKE_MONOTONIC",
                "1",
                "FAKETIME_FORCE_MONOTONIC_FIX",
                "0",
                "NO_FAKE_STAT",
                "1");
    }

    /**
     * Sets it.
     *
     * @param offset such as {@code +1h}
     */
    static void set(Path file, String offset) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.writeString(next, offset + "\n");
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
