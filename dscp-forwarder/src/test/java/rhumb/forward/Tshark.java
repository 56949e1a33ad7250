package rhumb.forward;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Wireshark's command with Rhumb's dissector; tests that need it are skipped where it is not. */
final class Tshark {
    private static final Path DISSECTOR = Path.of("deploy/wireshark/rhumb.lua");

    private Tshark() {}

    /** One line for each packet of the file, its fields between bars. */
    static List<String> fields(Path file, String... fields) throws IOException {
        Assumptions.assumeTrue(isInstalled(), "tshark is not installed");
        String root = Objects.requireNonNull(System.getProperty("rhumb.root"));
        List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", file.toString()));
        command.addAll(List.of("-X", "lua_script:" + Path.of(root).resolve(DISSECTOR)));
        // The port of the tests is that of VXLAN.
        command.addAll(List.of("-d", "udp.port==4789,rhumb"));
        command.addAll(List.of("-T", "fields", "-E", "separator=|", "-E", "occurrence=l"));
        for (String field : fields) {
            command.addAll(List.of("-e", field));
        }
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try {
            String out =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("tshark failed: " + out);
            }
            return out.lines().toList();
        } catch (InterruptedException e) {
            throw new IOException(e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static boolean isInstalled() {
        for (String folder : System.getenv("PATH").split(":", -1)) {
            if (Files.isExecutable(Path.of(folder, "tshark"))) {
                return true;
            }
        }
        return false;
    }
}
