package rhumb.bench.failures;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import rhumb.bench.process.JavaProcess;
import rhumb.bench.process.Northbound;
import rhumb.bench.process.Run;

/** Three sites, their processes, media from each to the next, and what can be asked of them. */
final class Sites implements AutoCloseable {
    private static final String DIGEST = "rhumb_controller_cluster_shared_digest";
    private static final String SHARING = "rhumb_controller_cluster_sharing_members";

    /** Half of what members are apart in {@link Scenario.Setting#FAR}. */
    private static final long ONE_WAY_NS = 75_000_000L;

    private static final String RELAYED = "rhumb_controller_cluster_relayed_streams";
    private static final long BEGIN_NS = 120_000_000_000L;
    private static final long LOOK_MS = 100;

    private static final String STATE_BYTES = "size=64m";

    final Northbound asked;
    final List<Media> media = new ArrayList<>();
    private final List<Site> sites = new ArrayList<>();
    private final List<RuleLog> rules = new ArrayList<>();
    private final List<Relay> relays = new ArrayList<>();

    private Sites(Path folder, Path logs, Scenario.Setting setting, @Nullable Path installed)
            throws IOException, InterruptedException {
        Pki pki = new Pki(folder.resolve("pki"));
        asked =
                new Northbound(
                        site -> Hub.controller(site) + ":" + Site.NORTHBOUND,
                        pki.operator("admin/bench"));
        String intent = intent();
        for (int number = 1; number <= Hub.SITES; number++) {
            Site site = new Site(number, folder, logs, pki, setting, installed, intent);
            sites.add(site);
            rules.add(new RuleLog(site.forwarder.log()));
            Files.createDirectories(site.state);
            Run.of("mount", "-t", "tmpfs", "-o", STATE_BYTES, "state", site.state.toString());
        }
    }

    /**
     * Starts all, and the media.
     *
     * @param folder for states, configurations and keys
     * @param logs another one
     * @param installed see {@link JavaProcess.Start#installed}
     */
    static Sites begin(Path folder, Path logs, Scenario.Setting setting, @Nullable Path installed)
            throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("pki"));
        Sites made = new Sites(folder, logs, setting, installed);
        try {
            if (setting == Scenario.Setting.FAR) {
                made.openRelays();
            }
            for (Site site : made.sites) {
                site.controller.start();
            }
            // PoPs would else go to whichever controller is there first.
            for (Site site : made.sites) {
                made.awaitAnswer(site);
            }
            for (Site site : made.sites) {
                site.forwarder.start();
                site.agent.start();
            }
            for (int number = 1; number <= Hub.SITES; number++) {
                made.media.add(
                        new Media(
                                new InetSocketAddress(Hub.pop(number), Site.MEDIA),
                                new InetSocketAddress(Hub.OWN, Site.MEDIA + number)));
            }
            return made;
        } catch (IOException | RuntimeException e) {
            made.close();
            throw e;
        }
    }

    private void awaitAnswer(Site site) throws InterruptedException {
        long endNs = System.nanoTime() + BEGIN_NS;
        while (asked.get(site.number, "cluster").isMissingNode() && System.nanoTime() < endNs) {
            Thread.sleep(LOOK_MS);
        }
    }

    private void openRelays() throws IOException {
        for (int from = 1; from <= Hub.SITES; from++) {
            for (int to = 1; to <= Hub.SITES; to++) {
                if (from != to) {
                    relays.add(
                            new Relay(
                                    new InetSocketAddress(Hub.relay(from, to), Site.CLUSTER),
                                    new InetSocketAddress(Hub.controller(to), Site.CLUSTER),
                                    ONE_WAY_NS));
                }
            }
        }
    }

    private static String intent() {
        StringBuilder yaml = new StringBuilder("controller: 1\npops:\n");
        for (int n = 1; n <= Hub.SITES; n++) {
            yaml.append(
                    String.format(
                            Locale.ROOT,
                            "  - name: %s%n    number: %d%n    uplinks:%n"
                                    + "      - {data: \"%s:4790\", probe: \"%s:862\","
                                    + " stream: \"%s:4791\"}%n",
                            Site.name(n),
                            n,
                            Hub.pop(n),
                            Hub.pop(n),
                            Hub.pop(n)));
        }
        yaml.append("services:\n");
        for (int n = 1; n <= Hub.SITES; n++) {
            yaml.append(
                    String.format(
                            Locale.ROOT,
                            "  - number: %d%n    name: calls-%s%n    kind: rtm%n"
                                    + "    ingress: [{pop: %s, listen: \"%s:%d\"}]%n"
                                    + "    egress: %s%n    target: %s:%d%n"
                                    + "    traffic-class: audio%n",
                            n,
                            Site.name(n),
                            Site.name(n),
                            Hub.pop(n),
                            Site.MEDIA,
                            Site.name(n % Hub.SITES + 1),
                            Hub.OWN,
                            Site.MEDIA + n));
        }
        return yaml.toString();
    }

    Site site(int number) {
        return sites.get(number - 1);
    }

    List<Site> all() {
        return sites;
    }

    /** Which controller leads, of those that say so in the highest term; 0 = none. */
    int leader() throws InterruptedException {
        long term = 0;
        int leader = 0;
        for (Site site : sites) {
            long of = site.controller.runs() ? asked.leads(site.number) : 0;
            if (of > term) {
                term = of;
                leader = site.number;
            }
        }
        return leader;
    }

    /**
     * Whether a controller leads these PoPs, both processes of each, and they run what it wants.
     */
    boolean isSteady(int leader, Set<Integer> pops) throws InterruptedException {
        Set<String> wanted = new HashSet<>();
        pops.forEach(pop -> wanted.add(Site.name(pop)));
        JsonNode answer = asked.get(leader, "pops");
        for (JsonNode row : answer.path("pops")) {
            String state = row.path("rules").asText();
            boolean there =
                    row.path("agent").asText().equals("connected")
                            && row.path("forwarder").asText().equals("connected");
            boolean runs = state.equals("IN_SYNC") || state.equals("KNOWN");
            if (there && runs) {
                wanted.remove(row.path("name").asText());
            }
        }
        return !answer.isMissingNode()
                && wanted.isEmpty()
                && asked.get(leader, "status").path("phase").asText().equals("FIRST_UPDATE");
    }

    /** Whether each PoP is with the controller of its own site; all are with some. */
    boolean areAllAtHome(int leader) throws InterruptedException {
        for (Site site : sites) {
            OptionalDouble streams = asked.metric(site.metrics(), RELAYED);
            // An agent and a forwarder; those of the leader's own site are the rest.
            if (site.number != leader && streams.orElse(0) != 2) {
                return false;
            }
        }
        return true;
    }

    /** What the members' logs of the intent and their link state differ in; empty = nothing. */
    String difference() throws InterruptedException {
        String first = asked.revisions(1);
        double digest = Double.NaN;
        for (Site site : sites) {
            if (!site.controller.runs()
                    || first.isEmpty()
                    || !asked.revisions(site.number).equals(first)) {
                return "intent of " + site.number;
            }
            OptionalDouble here = asked.metric(site.metrics(), DIGEST);
            OptionalDouble sharing = asked.metric(site.metrics(), SHARING);
            if (here.isEmpty() || sharing.isEmpty() || sharing.getAsDouble() != Hub.SITES) {
                return "link state of " + site.number + " is shared by " + sharing;
            }
            if (site.number > 1 && here.getAsDouble() != digest) {
                return "link state of " + site.number;
            }
            digest = here.getAsDouble();
        }
        return "";
    }

    /** Whether a revision with this reason is in the log of a member. */
    boolean holds(int member, String why) throws InterruptedException {
        return asked.revisions(member).contains("\"" + why + "\"");
    }

    /** Sums over all forwarders: installed, older installed, older refused. */
    int[] epochs() throws IOException {
        int[] sums = new int[3];
        for (RuleLog log : rules) {
            log.read();
            sums[0] += log.installed();
            sums[1] += log.older();
            sums[2] += log.refused();
        }
        return sums;
    }

    /** Sessions that processes of PoPs say they lost. */
    int sessionsLost() throws IOException {
        int count = 0;
        for (Site site : sites) {
            for (JavaProcess process : List.of(site.agent, site.forwarder)) {
                count +=
                        Files.readString(process.log()).split("controller-session lost", -1).length
                                - 1;
            }
        }
        return count;
    }

    static Set<Integer> numbers() {
        return new HashSet<>(IntStream.rangeClosed(1, Hub.SITES).boxed().toList());
    }

    @Override
    public void close() {
        try {
            for (Media flow : media) {
                flow.close();
            }
            for (Site site : sites) {
                for (JavaProcess process : site.processes()) {
                    process.kill();
                }
            }
            for (Relay relay : relays) {
                relay.close();
            }
            for (Site site : sites) {
                Run.of("umount", site.state.toString());
            }
        } catch (IOException e) {
            // The enclosure ends them.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
