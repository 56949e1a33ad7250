package rhumb.bench.failures;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import rhumb.bench.process.Run;

/**
 * A bridge, where this process is, and a network namespace for each site, joined by veth. Made in
 * namespaces of this process's own ({@link Enclosure}), with which all of it ends.
 */
final class Hub {
    static final int SITES = 3;

    /** Of the bridge: media come from here, and go back here. */
    static final String OWN = "10.202.255.254";

    private static final String BRIDGE = "hub";
    private static final String DEVICE = "wan";

    private Hub() {}

    /** Where a site's controller is. */
    static String controller(int site) {
        return "10.202.0." + site;
    }

    /** Where a site's PoP is. */
    static String pop(int site) {
        return "10.202.1." + site;
    }

    /** Where one member finds another when what it says takes a while. */
    static String relay(int from, int to) {
        return "10.202.9." + (10 * from + to);
    }

    static void open() throws IOException, InterruptedException {
        Run.of("ip", "link", "set", "lo", "up");
        Run.of("ip", "link", "add", BRIDGE, "type", "bridge");
        Run.of("ip", "address", "add", OWN + "/16", "dev", BRIDGE);
        for (int from = 1; from <= SITES; from++) {
            for (int to = 1; to <= SITES; to++) {
                Run.of("ip", "address", "add", relay(from, to) + "/16", "dev", BRIDGE);
            }
        }
        Run.of("ip", "link", "set", BRIDGE, "up");
        for (int site = 1; site <= SITES; site++) {
            String name = name(site);
            Run.of("ip", "netns", "add", name);
            Run.of(
                    "ip", "link", "add", name, "type", "veth", "peer", "name", DEVICE, "netns",
                    name);
            Run.of("ip", "link", "set", name, "master", BRIDGE, "up");
            Run.of("ip", "-n", name, "link", "set", "lo", "up");
            for (String address : List.of(controller(site), pop(site))) {
                Run.of("ip", "-n", name, "address", "add", address + "/16", "dev", DEVICE);
            }
            Run.of("ip", "-n", name, "link", "set", DEVICE, "up");
        }
    }

    static String name(int site) {
        return "site" + site;
    }

    /** A command as it runs at a site. */
    static List<String> at(int site, List<String> command) {
        return java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(
                                "nsenter", "--net=/run/netns/" + name(site), "--"),
                        command.stream())
                .toList();
    }

    /**
     * From now on nothing to or from these TCP ports passes between a site and the others; media
     * and probes do.
     */
    static void cut(int site, List<Integer> ports) throws IOException, InterruptedException {
        String others =
                IntStream.rangeClosed(1, SITES)
                        .filter(other -> other != site)
                        .mapToObj(other -> controller(other) + ", " + pop(other))
                        .collect(Collectors.joining(", "));
        String relays =
                IntStream.rangeClosed(1, SITES)
                        .filter(other -> other != site)
                        .mapToObj(other -> relay(site, other) + ", " + OWN)
                        .distinct()
                        .collect(Collectors.joining(", "));
        String far = "{ " + others + ", " + relays + " }";
        String cut =
                "{ " + ports.stream().map(String::valueOf).collect(Collectors.joining(", ")) + " }";
        nft(
                site,
                """
                table ip split {
                  chain in {
                    type filter hook input priority 0;
                    ip saddr %s tcp sport %s drop
                    ip saddr %s tcp dport %s drop
                  }
                  chain out {
                    type filter hook output priority 0;
                    ip daddr %s tcp sport %s drop
                    ip daddr %s tcp dport %s drop
                  }
                }
                """
                        .formatted(far, cut, far, cut, far, cut, far, cut));
    }

    static void heal(int site) throws IOException, InterruptedException {
        nft(site, "table ip split {}\ndelete table ip split\n");
    }

    private static void nft(int site, String commands) throws IOException, InterruptedException {
        Run.with(commands, at(site, List.of("nft", "-f", "-")));
    }
}
