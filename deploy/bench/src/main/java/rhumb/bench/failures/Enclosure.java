package rhumb.bench.failures;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import rhumb.bench.Bench;
import rhumb.bench.process.Programs;
import rhumb.bench.process.Run;
import rhumb.host.main.CommandFailure;
import rhumb.host.main.ExitCode;

/**
 * Network, mounts and processes of their own for this command, run once more inside: whatever it
 * makes ends with it, however it ends.
 */
public final class Enclosure {
    private static final List<String> PROGRAMS =
            List.of("ip", "nft", "unshare", "nsenter", "setpriv", "mount");

    private Enclosure() {}

    /** Why there can be none here, with what to do; empty when there can. */
    public static Optional<String> missing() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return Optional.of("network namespaces need root");
        }
        List<String> missing =
                PROGRAMS.stream().filter(one -> Programs.find(one).isEmpty()).toList();
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "not here: "
                                + String.join(", ", missing)
                                + " (apt-get install iproute2 nftables util-linux mount)");
    }

    /** Runs {@code rhumb bench} with these words inside and waits for its end. */
    public static ExitCode run(List<String> words) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "setpriv",
                                "--pdeathsig=KILL", // this process killed: so is that one
                                "unshare",
                                "--net",
                                "--mount",
                                "--pid",
                                "--fork",
                                "--kill-child",
                                "--mount-proc",
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString()));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("-"))
                .forEach(command::add);
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), Bench.class.getName()));
        command.addAll(words);
        Process inside = new ProcessBuilder(command).inheritIO().start();
        Thread end = new Thread(inside::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(end);
        int status = inside.waitFor();
        Runtime.getRuntime().removeShutdownHook(end);
        return ended(status);
    }

    /** How it ended; what is no word of ours, such as being killed, is a failure of its own. */
    static ExitCode ended(int status) {
        return Arrays.stream(ExitCode.values())
                .filter(one -> one.status() == status)
                .findFirst()
                .orElseThrow(() ->
                        new CommandFailure(
                                ExitCode.SOFTWARE, "what ran inside ended with " + status));
    }

    /** The first thing to do inside: names of network namespaces are nobody else's. */
    static void settle() throws IOException, InterruptedException {
        Files.createDirectories(Path.of("/run/netns"));
        Run.of("mount", "-t", "tmpfs", "names", "/run/netns");
    }
}
