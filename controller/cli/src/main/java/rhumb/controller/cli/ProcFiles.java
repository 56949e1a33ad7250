package rhumb.controller.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rhumb.controller.doctor.Facts;

/** What Linux tells of itself below /proc. What is not told is -1, false or empty. */
final class ProcFiles {
    /** Numbers of capability.h, by which masks are read. */
    private static final Map<String, Integer> CAPABILITIES =
            Map.of("CAP_NET_BIND_SERVICE", 10, "CAP_NET_ADMIN", 12);

    private static final int MAX_BYTES = 1 << 20;
    private static final Map<String, String> MAINS =
            Map.of(
                    "rhumb.controller.Controller", "controller",
                    "rhumb.probe.ProbeAgent", "agent",
                    "rhumb.forward.Forwarder", "forwarder");

    private final Path root;

    /**
     * Reads below a folder.
     *
     * @param root usually /proc
     */
    ProcFiles(Path root) {
        this.root = root;
    }

    long number(String file) {
        try {
            return Long.parseLong(text(file).strip());
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** The most that this process may have; the JVM raises its limit to it. */
    long openFiles() {
        for (String line : text("self/limits").lines().toList()) {
            if (line.startsWith("Max open files")) {
                String[] words = line.split("\\s+", -1);
                String hard = words.length > 4 ? words[4] : "";
                return hard.equals("unlimited")
                        ? Long.MAX_VALUE
                        : hard.matches("\\d{1,18}") ? Long.parseLong(hard) : -1;
            }
        }
        return -1;
    }

    boolean netAdmin(String pid) {
        return has(pid, "CAP_NET_ADMIN");
    }

    /** Whether a process has one of {@link #CAPABILITIES} in force. */
    boolean has(String pid, String capability) {
        Integer number = CAPABILITIES.get(capability);
        for (String line : text(pid + "/status").lines().toList()) {
            if (line.startsWith("CapEff:") && number != null) {
                String mask = line.substring("CapEff:".length()).strip();
                return (Long.parseUnsignedLong(mask, 16) >> number & 1) == 1;
            }
        }
        return false;
    }

    /** All of Rhumb that run here. */
    List<Facts.Running> processes() {
        List<Facts.Running> found = new ArrayList<>();
        for (String pid : pids()) {
            List<String> words = List.of(text(pid + "/cmdline").split("\0", -1));
            for (String word : words) {
                String role = MAINS.get(word);
                if (role != null) {
                    boolean access =
                            words.stream().anyMatch(w -> w.startsWith("--enable-native-access"));
                    found.add(new Facts.Running(role, Long.parseLong(pid), access, netAdmin(pid)));
                    break;
                }
            }
        }
        return found;
    }

    Facts.@Nullable Running process(String role) {
        return processes().stream().filter(p -> p.role().equals(role)).findFirst().orElse(null);
    }

    /** The first word of its command line. */
    String command(long pid) {
        String line = text(pid + "/cmdline");
        String first = line.split("\0", -1)[0];
        return first.substring(first.lastIndexOf('/') + 1);
    }

    /** The process that has an address; -1 when it cannot be seen. */
    long holder(String protocol, InetSocketAddress address) {
        Set<String> inodes = new HashSet<>();
        String port = String.format(Locale.ROOT, ":%04X", address.getPort());
        for (String file : List.of(protocol, protocol + "6")) {
            for (String line : text("net/" + file).lines().skip(1).toList()) {
                String[] words = line.strip().split("\\s+", -1);
                // 07 is a UDP socket, 0A a TCP one that listens.
                boolean open = words.length > 9 && (words[3].equals("07") || words[3].equals("0A"));
                if (open && words[1].endsWith(port)) {
                    inodes.add("socket:[" + words[9] + "]");
                }
            }
        }
        for (String pid : inodes.isEmpty() ? List.<String>of() : pids()) {
            if (holds(pid, inodes)) {
                return Long.parseLong(pid);
            }
        }
        return -1;
    }

    private boolean holds(String pid, Set<String> inodes) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(root.resolve(pid + "/fd"))) {
            for (Path file : files) {
                if (Files.isSymbolicLink(file)
                        && inodes.contains(Files.readSymbolicLink(file).toString())) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return false; // somebody else's, or gone meanwhile
        }
    }

    private List<String> pids() {
        List<String> pids = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(root, "[1-9]*")) {
            folders.forEach(folder -> pids.add(folder.getFileName().toString()));
        } catch (IOException e) {
            return List.of();
        }
        return pids;
    }

    private String text(String file) {
        // Files of sysctl are told in one reading or not at all.
        try (InputStream in = Files.newInputStream(root.resolve(file))) {
            return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
