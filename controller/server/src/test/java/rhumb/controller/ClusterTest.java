package rhumb.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static rhumb.controller.Eventually.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rhumb.controller.cluster.ClusterConfig;
import rhumb.controller.cluster.MemberConfig;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.Topology;
import rhumb.controller.io.ControllerConfig;
import rhumb.controller.io.ControllerLimits;
import rhumb.controller.rule.RuleBook.State;
import rhumb.net.Endpoint;
import rhumb.net.Epoch;
import rhumb.southbound.link.LinkStatus;

/** Three controllers, real sockets, and PoPs that know all three. */
class ClusterTest {
    private static final Endpoint ANY = Endpoint.parse("127.0.0.1:0");

    private final Intent intent = Samples.mesh(3);
    private final Topology topology = new Topology(intent);
    private final Map<Integer, Controller> controllers = new TreeMap<>();
    private final List<FakePop> pops = new ArrayList<>();
    private final List<Endpoint> southbound = new ArrayList<>();
    private final List<Endpoint> northbound = new ArrayList<>();
    private final List<Endpoint> cluster = new ArrayList<>();

    @TempDir private Path folder;

    @BeforeEach
    void begin() throws IOException {
        FreePorts ports = new FreePorts();
        for (int i = 0; i < 9; i++) {
            Endpoint free = Endpoint.parse("127.0.0.1:" + ports.next());
            List.of(southbound, northbound, cluster).get(i % 3).add(free);
        }
        for (int member = 1; member <= 3; member++) {
            start(member);
        }
        // A PoP has a controller each that is its nearest.
        for (int i = 0; i < 3; i++) {
            List<String> near =
                    new ArrayList<>(southbound.stream().map(Endpoint::toString).toList());
            Collections.rotate(near, -i);
            String name = intent.pops().get(i).name().name();
            pops.add(new FakePop(name, topology, near, null));
        }
    }

    @AfterEach
    void end() {
        pops.forEach(FakePop::close);
        controllers.values().forEach(Controller::close);
    }

    private void start(int member) throws IOException {
        List<MemberConfig> members =
                IntStream.rangeClosed(1, 3)
                        .mapToObj(
                                n -> new MemberConfig(n, cluster.get(n - 1), northbound.get(n - 1)))
                        .toList();
        controllers.put(
                member,
                Controller.start(
                        new ControllerConfig(
                                southbound.get(member - 1),
                                northbound.get(member - 1),
                                false,
                                ANY,
                                0,
                                folder.resolve("state-" + member),
                                new ClusterConfig(member, cluster.get(member - 1), members),
                                false,
                                null,
                                ControllerLimits.STANDARD,
                                intent)));
    }

    private void kill(int member) {
        Objects.requireNonNull(controllers.remove(member)).close();
    }

    /** The one that leads, has greeted all, and whose rules all run; 0 = none is so far. */
    private int ready() {
        for (Map.Entry<Integer, Controller> one : controllers.entrySet()) {
            ControllerView view = one.getValue().view();
            boolean all = view.peers().stream().filter(Peers.Peer::connected).count() == 6;
            boolean pushed = view.phase() == Startup.Phase.FIRST_UPDATE;
            boolean run =
                    view.books().stream()
                            .map(ControllerView.Book::state)
                            .allMatch(s -> s == State.IN_SYNC || s == State.KNOWN);
            if (all && pushed && run) {
                return one.getKey();
            }
        }
        return 0;
    }

    private int awaitReady() {
        await("a leader that all PoPs follow", () -> ready() > 0);
        return ready();
    }

    private Command run(int member, String... words) {
        return Command.ask("http://" + northbound.get(member - 1), words);
    }

    private static void did(Command ran) {
        ran.ends(0);
    }

    @Test
    void anotherLeadsWhenTheLeaderIsLostAndItsEpochsAreHigher() throws IOException {
        int first = awaitReady();
        Epoch before = pops.getFirst().epoch;
        kill(first);
        int second = awaitReady();
        assertThat(second).isNotEqualTo(first);
        // What the forwarders run is right, so nothing was sent; what is sent next is above all,
        // also when another overlay begins, as after a restart.
        assertThat(pops.getFirst().epoch).isEqualTo(before);
        Path document = folder.resolve("intent.yaml");
        Files.writeString(document, Samples.document(3));
        did(run(second, "intent", "apply", document.toString()));
        await("rules of the new leader", () -> before.isBefore(pops.getFirst().epoch));
        assertThat(pops.getFirst().epoch.counter() >>> 32).isGreaterThan(before.counter() >>> 32);
        start(first);
        await(
                "the third member follows",
                () -> run(first, "show", "cluster").out().contains("leader"));
        assertThat(ready()).isEqualTo(second);
    }

    @Test
    void popsStayWithTheirNearestControllerWhoeverLeads() throws IOException {
        int first = awaitReady();
        kill(first);
        int second = awaitReady();
        for (int nearest = 1; nearest <= 3; nearest++) {
            FakePop pop = pops.get(nearest - 1);
            if (nearest == first) {
                assertThat(pop.losses).as("went to another controller").isNotEmpty();
            } else {
                assertThat(pop.losses).as("greeted again on the same stream").isEmpty();
            }
        }
        // What they say reaches the leader by way of the others, and what it says them.
        Epoch before = pops.getFirst().epoch;
        Path document = folder.resolve("intent.yaml");
        Files.writeString(document, Samples.document(3));
        did(run(second, "intent", "apply", document.toString()));
        await("rules for all", () -> pops.stream().allMatch(pop -> before.isBefore(pop.epoch)));
    }

    @Test
    void theNextLeaderKnowsLinksOfAPopThatIsAway() throws IOException {
        int first = awaitReady();
        // Three PoPs with four links each: one part and one head of each.
        for (int member = 1; member <= 3; member++) {
            Controller one = Objects.requireNonNull(controllers.get(member));
            await("all share", () -> metric(one, "sharing_members") == 3);
            await("shared with all", () -> metric(one, "shared_entries") >= 6);
        }
        int away = (first + 1) % 3; // its nearest controller stays, and it does not
        pops.remove(away).close();
        kill(first);
        await("a leader", () -> leading() > 0);
        Controller next = Objects.requireNonNull(controllers.get(leading()));
        await("a plan", () -> next.view().phase() == Startup.Phase.FIRST_UPDATE);
        assertThat(next.view().snapshot().links())
                .allSatisfy(link -> assertThat(link.status()).isEqualTo(LinkStatus.UP));
    }

    private int leading() {
        return controllers.keySet().stream()
                .filter(member -> metric(controllers.get(member), "leads") > 0)
                .findFirst()
                .orElse(0);
    }

    /** A figure of a controller's cluster, as Prometheus would read it. */
    private static double metric(@Nullable Controller controller, String name) {
        URI page =
                URI.create("http://" + Objects.requireNonNull(controller).metrics() + "/metrics");
        try (HttpClient client = HttpClient.newHttpClient()) {
            String text =
                    client.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString())
                            .body();
            String line = "rhumb_controller_cluster_" + name + " ";
            return text.lines()
                    .filter(l -> l.startsWith(line))
                    .mapToDouble(l -> Double.parseDouble(l.substring(line.length())))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatIsCommittedIsOnAllAndAskedOfAny() throws IOException {
        int leader = awaitReady();
        int follower = leader % 3 + 1;
        // Asked of one that follows: the command goes on to the leader by itself.
        did(run(follower, "drain", "pop", "c", "--why", "works"));
        for (int member = 1; member <= 3; member++) {
            int asked = member;
            await(
                    "the log of all",
                    () -> run(asked, "intent", "log").out().contains("drain pop c"));
        }
        kill(leader);
        int next = awaitReady();
        assertThat(run(next, "intent", "log").out()).contains("works");
        did(run(next, "undrain", "pop", "c"));
        String gone = leader + "  " + cluster.get(leader - 1) + "  follower  no";
        await(
                "what is told of who is gone",
                () -> run(next, "show", "cluster").out().contains(gone));
    }

    @Test
    void aMinorityCommitsNothing() throws IOException {
        int leader = awaitReady();
        for (int member = 1; member <= 3; member++) {
            if (member != leader) {
                kill(member);
            }
        }
        Command ran = run(leader, "drain", "pop", "c");
        assertThat(ran.exit()).isNotZero();
        await("nobody leads", () -> !run(leader, "show", "cluster").out().contains("leader"));
        assertThat(run(leader, "drain", "pop", "c").err()).contains("no controller leads yet");
        start(leader % 3 + 1);
        int next = awaitReady();
        did(run(next, "drain", "pop", "a"));
    }
}
