package rhumb.forward.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Network namespaces of this test alone, gone with it. Only root may make them. */
final class Namespaces implements AutoCloseable {
    private static final long PATIENCE_S = 30;

    private final String prefix = "rhumb" + ProcessHandle.current().pid() + "-";
    private final Deque<String> made = new ArrayDeque<>();
    private final List<Process> running = new ArrayList<>();

    /** Skips the test, saying why, where namespaces and TUN devices cannot be had. */
    static void assumeThereAreAny() {
        Assumptions.assumeTrue(
                "root".equals(System.getProperty("user.name")),
                "only root may make network namespaces and TUN devices");
        Assumptions.assumeTrue(Files.exists(Path.of("/dev/net/tun")), "there is no /dev/net/tun");
        for (String tool : List.of("ip", "ping", "python3")) {
            Assumptions.assumeTrue(exists(tool), tool + " is not installed");
        }
    }

    private static boolean exists(String tool) {
        for (String folder : System.getenv("PATH").split(":", -1)) {
            if (Files.isExecutable(Path.of(folder, tool))) {
                return true;
            }
        }
        return false;
    }

    void add(String name) throws IOException {
        Result result = run("ip", "netns", "add", prefix + name);
        Assumptions.assumeTrue(result.ok(), "no network namespace: " + result.output);
        made.push(prefix + name);
        in(name, "ip link set lo up");
        in(name, "sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1");
    }

    /** A cable between two namespaces; the names of its ends are those of the far namespaces. */
    void connect(String a, String b) throws IOException {
        Result result =
                run(
                        "ip",
                        "link",
                        "add",
                        b,
                        "netns",
                        prefix + a,
                        "type",
                        "veth",
                        "peer",
                        "name",
                        a,
                        "netns",
                        prefix + b);
        if (!result.ok()) {
            throw new IOException(result.output);
        }
        in(a, "ip link set " + b + " up");
        in(b, "ip link set " + a + " up");
    }

    /** Runs a command of simple words and gives what it printed; fails when the command does. */
    String in(String name, String command) throws IOException {
        Result result = tryIn(name, command.split(" ", -1));
        if (!result.ok()) {
            throw new IOException(command + ": " + result.output);
        }
        return result.output;
    }

    Result tryIn(String name, String... command) throws IOException {
        return run(within(name, command));
    }

    /** Starts something that is ended with the namespaces. */
    Process start(String name, Path log, String... command) throws IOException {
        Process process =
                new ProcessBuilder(within(name, command))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        running.add(process);
        return process;
    }

    private String[] within(String name, String... command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", prefix + name));
        all.addAll(List.of(command));
        return all.toArray(String[]::new);
    }

    record Result(int status, String output) {
        boolean ok() {
            return status == 0;
        }
    }

    private static Result run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean ended = process.waitFor(PATIENCE_S, TimeUnit.SECONDS);
            return new Result(ended ? process.exitValue() : -1, output);
        } catch (InterruptedException e) {
            throw new IOException(e);
        } finally {
            process.destroyForcibly();
        }
    }

    @Override
    public void close() throws IOException {
        for (Process process : running) {
            process.destroy();
            try {
                if (!process.waitFor(5, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        while (!made.isEmpty()) {
            run("ip", "netns", "del", made.pop());
        }
    }
}
