package rhumb.bench.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Commands of the machine. */
public final class Run {
    private static final long PATIENCE_S = 20;

    private Run() {}

    /** Runs one to its end and gives what it said. */
    public static String of(String... command) throws IOException, InterruptedException {
        return with("", List.of(command));
    }

    /** The same with something to read. */
    public static String with(String input, List<String> command)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(String.join(" ", command) + ": " + said.strip());
        }
        return said;
    }
}
