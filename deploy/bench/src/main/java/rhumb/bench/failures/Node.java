package rhumb.bench.failures;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A process of Rhumb at a site, started as the launcher would. */
final class Node {
    private final int site;
    private final String main;
    private final Path config;
    private final Path log;
    private final Map<String, String> environment;
    private @Nullable Process process;

    /**
     * It does not run yet.
     *
     * @param main its class
     * @param log what it says goes here, one run after the other
     */
    Node(int site, String main, Path config, Path log, Map<String, String> environment) {
        this.site = site;
        this.main = main;
        this.config = config;
        this.log = log;
        this.environment = environment;
    }

    void start() throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                System.getProperty("java.class.path"),
                                main,
                                "--config",
                                config.toString()));
        ProcessBuilder builder =
                new ProcessBuilder(Hub.at(site, command))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("RHUMB_LOG", "info");
        builder.environment().putAll(environment);
        process = builder.start();
    }

    boolean runs() {
        return process != null && process.isAlive();
    }

    Path log() {
        return log;
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        Process living = process;
        if (living != null) {
            living.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
            process = null;
        }
    }

    /** SIGSTOP or SIGCONT. */
    void signal(String name) throws IOException, InterruptedException {
        Process living = process;
        if (living != null && living.isAlive()) {
            Run.of("kill", "-" + name, Long.toString(living.pid()));
        }
    }
}
