package rhumb.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;

/**
 * Two network namespaces joined by a pair of virtual Ethernet devices, at 10.99.0.1 and 10.99.0.2.
 * What comes to one of them can be re-marked by nftables. Gone when closed.
 */
final class NamespacePair implements AutoCloseable {
    private static final String DEVICE = "wan";

    private final String prefix = "rhumb-test-" + ProcessHandle.current().pid() + "-";

    /**
     * @throws IOException when this machine does not let us
     */
    NamespacePair() throws IOException {
        try {
            ip("netns", "add", name(1));
            ip("netns", "add", name(2));
            ip(
                    "link", "add", "name", DEVICE, "netns", name(1), "type", "veth", "peer", "name",
                    DEVICE, "netns", name(2));
            for (int side = 1; side <= 2; side++) {
                ip("-n", name(side), "addr", "add", address(side) + "/24", "dev", DEVICE);
                ip("-n", name(side), "link", "set", "dev", DEVICE, "up");
                ip("-n", name(side), "link", "set", "dev", "lo", "up");
            }
            remark(1, codePoint -> codePoint);
            remark(2, codePoint -> codePoint);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** Why there can be none here; empty when there can. */
    static Optional<String> missing() {
        List<String> missing = new ArrayList<>();
        if (!"root".equals(System.getProperty("user.name"))) {
            missing.add("root");
        }
        for (String program : List.of("ip", "nft")) {
            boolean found =
                    List.of("/usr/sbin", "/sbin", "/usr/bin").stream()
                            .anyMatch(dir -> Files.isExecutable(Path.of(dir, program)));
            if (!found) {
                missing.add(program);
            }
        }
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of("not here: " + String.join(", ", missing));
    }

    String address(int side) {
        return "10.99.0." + side;
    }

    /** The command as it runs in the namespace of a side. */
    List<String> inside(int side, List<String> command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name(side)));
        all.addAll(command);
        return all;
    }

    /** From now on UDP that comes to this side is re-marked so. */
    void remark(int side, IntUnaryOperator remarking) throws IOException {
        StringBuilder rules = new StringBuilder();
        rules.append("table ip wan {}\ndelete table ip wan\ntable ip wan {\n chain in {\n");
        rules.append("  type filter hook prerouting priority -300; policy accept;\n");
        for (int codePoint = 0; codePoint < 64; codePoint++) {
            rules.append("  meta l4proto udp ip dscp ")
                    .append(codePoint)
                    .append(" ip dscp set ")
                    .append(remarking.applyAsInt(codePoint))
                    .append(" accept\n");
        }
        rules.append(" }\n}\n");
        Path file = Files.createTempFile("rhumb", ".nft");
        try {
            Files.writeString(file, rules);
            run(inside(side, List.of("nft", "-f", file.toString())));
        } finally {
            Files.delete(file);
        }
    }

    @Override
    public void close() {
        for (int side = 1; side <= 2; side++) {
            try {
                ip("netns", "del", name(side));
            } catch (IOException e) {
                // It was not made.
            }
        }
    }

    private String name(int side) {
        return prefix + side;
    }

    private static void ip(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(words));
        run(command);
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + ": " + said.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
