package rhumb.bench.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A process of Rhumb, with this one's class path; started, stopped and killed as it is told. None
 * outlives this process, unless that one is killed itself.
 */
public final class JavaProcess {
    /**
     * How it is started.
     *
     * @param within words before those of the virtual machine, such as {@code nsenter ...}
     * @param flags of the virtual machine
     * @param environment beside this process's own
     */
    public record Start(List<String> within, List<String> flags, Map<String, String> environment) {
        /** What a small overlay takes, of which many processes share few processors. */
        public static final List<String> SMALL =
                List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

        public Start {
            within = List.copyOf(within);
            flags = List.copyOf(flags);
            environment = Map.copyOf(environment);
        }
    }

    private static final List<String> ALWAYS =
            List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

    private static final long END_S = 5;

    private static final Set<Process> LIVING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> LIVING.forEach(Process::destroyForcibly)));
    }

    private final Start start;
    private final String main;
    private final Path config;
    private final Path log;
    private @Nullable Process process;

    /**
     * It does not run yet.
     *
     * @param main its class
     * @param log what it says goes here, one run after the other
     */
    public JavaProcess(Start start, String main, Path config, Path log) {
        this.start = start;
        this.main = main;
        this.config = config;
        this.log = log;
    }

    public void start() throws IOException {
        List<String> command = new ArrayList<>(start.within);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(start.flags);
        command.addAll(ALWAYS);
        command.addAll(
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        main,
                        "--config",
                        config.toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(start.environment);
        Process begun = builder.start();
        LIVING.removeIf(one -> !one.isAlive());
        LIVING.add(begun);
        process = begun;
    }

    /** Its number at the operating system; 0 = it does not run. */
    public long pid() {
        return process == null ? 0 : process.pid();
    }

    public boolean runs() {
        return process != null && process.isAlive();
    }

    public Path log() {
        return log;
    }

    /** SIGKILL. */
    public void kill() throws InterruptedException {
        Process living = process;
        if (living != null) {
            living.destroyForcibly().waitFor(END_S, TimeUnit.SECONDS);
            process = null;
        }
    }

    /** SIGSTOP or SIGCONT. */
    public void signal(String name) throws IOException, InterruptedException {
        Process living = process;
        if (living != null && living.isAlive()) {
            Run.of("kill", "-" + name, Long.toString(living.pid()));
        }
    }
}
