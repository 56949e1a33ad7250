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
 * A process of Rhumb, with this one's class path or of an installation; started, stopped and killed
 * as it is told. None outlives this process, unless that one is killed itself.
 */
public final class JavaProcess {
    /**
     * How it is started.
     *
     * @param within words before those of the virtual machine, such as {@code nsenter ...}
     * @param flags of the virtual machine; an installation has its own besides
     * @param environment beside this process's own
     * @param installed the command of an installation that starts it; null for this class path
     */
    public record Start(
            List<String> within,
            List<String> flags,
            Map<String, String> environment,
            @Nullable Path installed) {
        /** What a small overlay takes, of which many processes share few processors. */
        public static final List<String> SMALL =
                List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

        public Start {
            within = List.copyOf(within);
            flags = List.copyOf(flags);
            environment = Map.copyOf(environment);
        }

        public Start(List<String> within, List<String> flags, Map<String, String> environment) {
            this(within, flags, environment, null);
        }
    }

    /** What it is. */
    public enum Program {
        CONTROLLER("controller", "rhumb.controller.Controller"),
        AGENT("agent", "rhumb.probe.ProbeAgent"),
        FORWARDER("forwarder", "rhumb.forward.Forwarder");

        private final String verb;
        private final String main;

        Program(String verb, String main) {
            this.verb = verb;
            this.main = main;
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
    private final Program program;
    private final Path config;
    private final Path log;
    private @Nullable Process process;

    /**
     * It does not run yet.
     *
     * @param log what it says goes here, one run after the other
     */
    public JavaProcess(Start start, Program program, Path config, Path log) {
        this.start = start;
        this.program = program;
        this.config = config;
        this.log = log;
    }

    public void start() throws IOException {
        List<String> command = new ArrayList<>(start.within);
        Path installed = start.installed;
        if (installed == null) {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(start.flags);
            command.addAll(ALWAYS);
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.main));
        } else {
            command.addAll(List.of(installed.toString(), program.verb));
        }
        command.addAll(List.of("--config", config.toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(start.environment);
        if (installed != null) {
            builder.environment().put("RHUMB_JAVA_OPTIONS", String.join(" ", start.flags));
        }
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
