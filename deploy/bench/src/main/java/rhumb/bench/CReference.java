package rhumb.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The bare C sender and reflector that a figure is put beside, compiled when asked for. */
final class CReference {
    private static final String SOURCE = "/probes.c";

    /**
     * What it took, or why it did not run.
     *
     * @param skipped the reason; empty when it ran
     * @param cpuShare of one core, both processes together
     */
    record Figures(String skipped, long sent, long received, double cpuShare) {}

    private CReference() {}

    static Figures run(long probesPerSecond, long seconds) throws IOException {
        Path folder = Files.createTempDirectory("rhumb-bench");
        Path source = folder.resolve("probes.c");
        Path program = folder.resolve("probes");
        try {
            try (InputStream text = CReference.class.getResourceAsStream(SOURCE)) {
                if (text == null) {
                    throw new IOException("the jar lacks " + SOURCE);
                }
                Files.write(source, text.readAllBytes());
            }
            try {
                run("gcc", "-O2", "-o", program.toString(), source.toString());
            } catch (IOException e) {
                return new Figures("no C compiler (apt-get install gcc libc6-dev)", 0, 0, 0);
            }
            String said =
                    run(program.toString(), Long.toString(probesPerSecond), Long.toString(seconds));
            List<String> words = List.of(said.strip().split(" "));
            return new Figures(
                    "",
                    Long.parseLong(words.get(0)),
                    Long.parseLong(words.get(1)),
                    Double.parseDouble(words.get(2)) / Double.parseDouble(words.get(3)));
        } finally {
            Files.deleteIfExists(source);
            Files.deleteIfExists(program);
            Files.deleteIfExists(folder);
        }
    }

    private static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroy();
            throw new IOException(e);
        }
        return said;
    }
}
