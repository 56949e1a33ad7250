package rhumb.probe.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Somebody else's program that a test asks; without it the test is skipped and says so. */
final class Tool {
    private static final String PYTHON = "/usr/bin/python3";

    private Tool() {}

    /** Skips the test unless the command ends well. */
    static void require(String packages, String... command) {
        String reason = "skipped: needs " + packages + " (apt-get install " + packages + ")";
        try {
            start(List.of(command)).end();
        } catch (IOException | AssertionError e) {
            System.out.println(reason);
            Assumptions.abort(reason);
        }
    }

    static void requireScapy() {
        require("python3-scapy", PYTHON, "-c", "import scapy.contrib.stamp");
    }

    /** Starts the script stamp_peer.py with these words. */
    static Run scapy(Path folder, String... words) throws IOException {
        Path script = folder.resolve("stamp_peer.py");
        try (var source = Tool.class.getResourceAsStream("/stamp_peer.py")) {
            assertThat(source).isNotNull();
            Files.write(script, source.readAllBytes());
        }
        List<String> command = new ArrayList<>(List.of(PYTHON, script.toString()));
        command.addAll(List.of(words));
        return start(command);
    }

    static Run start(List<String> command) throws IOException {
        return new Run(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** A program that runs. */
    record Run(Process process) {
        /** Waits for one line. */
        String line() throws IOException {
            StringBuilder line = new StringBuilder();
            int c;
            while ((c = process.getInputStream().read()) >= 0 && c != '\n') {
                line.append((char) c);
            }
            return line.toString();
        }

        /** Waits for its good end; what it said. */
        List<String> end() throws IOException {
            try {
                String said =
                        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).as(said).isZero();
                return said.lines().toList();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            } finally {
                process.destroy();
            }
        }
    }
}
