package rhumb.forward.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rhumb.forward.ForwarderOptions;
import rhumb.forward.wire.DropReason;
import rhumb.host.udp.DatagramHandler;
import rhumb.host.udp.DatagramIo;
import rhumb.host.udp.DatagramIos;
import rhumb.host.udp.SocketUse;
import rhumb.net.Endpoint;
import rhumb.net.Epoch;
import rhumb.net.Label;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.southbound.message.InstalledRules;
import rhumb.southbound.rule.KeyRule;
import rhumb.southbound.rule.NeighborRule;
import rhumb.southbound.rule.PathRule;
import rhumb.southbound.rule.PopRule;
import rhumb.southbound.rule.RouteRule;
import rhumb.southbound.rule.Rule;
import rhumb.southbound.rule.ServiceRule;

/** Two processes with two threads each, a sealed link between them, calls over it and back. */
class LanedForwardersTest {
    private static final Endpoint ANY_PORT = Endpoint.parse("127.0.0.1:0");
    private static final PopId[] POPS = {new PopId("a"), new PopId("b")};
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int SERVICE = 500;
    private static final int CLIENTS = 32;
    private static final int EACH = 100;
    private static final int SIZE = 300;

    /** Rounds that are under way before the first of them must have come. */
    private static final int AHEAD = 4;

    /** May wait: a machine that is busy with other things drops none of it. */
    private static final int BULK = 10 << 2;

    @TempDir Path folder;

    private final Endpoint[] data = new Endpoint[2];
    private final Endpoint[] metrics = new Endpoint[2];
    private final List<ForwarderProcess> forwarders = new ArrayList<>();
    private final int[] clients = new int[CLIENTS];
    private final ByteBuffer packet = ByteBuffer.allocateDirect(SIZE);
    private DatagramIo io;
    private int server;
    private Endpoint listen = ANY_PORT;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(DatagramIos.obstacle().isEmpty(), DatagramIos.obstacle());
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "one processor");
        io = DatagramIos.open();
        server = io.open(ANY_PORT, SocketUse.MEDIA);
        for (int i = 0; i < CLIENTS; i++) {
            clients[i] = io.open(ANY_PORT, SocketUse.MEDIA);
        }
        listen = free("127.0.0.1", 1);
        List<List<Rule>> rules = List.of(new ArrayList<>(), new ArrayList<>());
        for (int at = 0; at < 2; at++) {
            data[at] = free("127.0.0." + (2 + at), 2);
            metrics[at] = free("127.0.0.1", 1);
        }
        for (int at = 0; at < 2; at++) {
            var keys = new KeyFile(folder.resolve("" + at)).open(new Random(at));
            rules.get(1 - at).add(new KeyRule(at + 1, keys.publicKeys()));
        }
        for (int at = 0; at < 2; at++) {
            rules(rules.get(at), at);
            new RuleFile(folder.resolve("" + at))
                    .store(new InstalledRules(new Epoch(1, 1), rules.get(at)));
            forwarders.add(ForwarderProcess.start(config(at), null));
        }
    }

    private ForwarderConfig config(int at) {
        return new ForwarderConfig(
                POPS[at],
                List.of(new ForwarderConfig.Uplink("main", data[at], ANY_PORT)),
                ANY_PORT,
                List.of("127.0.0.1:1"),
                folder.resolve("agent" + at),
                folder.resolve("" + at),
                metrics[at],
                null,
                ForwarderOptions.REKEY_NS,
                null,
                2);
    }

    private void rules(List<Rule> rules, int at) {
        int other = 1 - at;
        for (int i = 0; i < 2; i++) {
            rules.add(new PopRule(i + 1, POPS[i], i == at));
        }
        Label label = new Label(at + 1 << Label.POP_BITS | other + 1);
        LinkId link = LinkId.between(POPS[at], POPS[other]);
        rules.add(new NeighborRule(label, link, other + 1, data[other], data[other]));
        for (TrafficClass c : TrafficClass.ALL) {
            List<PathRule> paths = List.of(new PathRule(List.of(label), -1));
            rules.add(new RouteRule(other + 1, c, RouteRule.Direction.TO, paths));
        }
        rules.add(
                new ServiceRule(
                        SERVICE,
                        "calls",
                        ServiceRule.Kind.RTM,
                        2,
                        at == 0 ? listen : null,
                        at == 1 ? io.local(server) : null,
                        null));
    }

    @AfterEach
    void stop() {
        forwarders.forEach(ForwarderProcess::close);
        if (io != null) {
            io.close();
        }
    }

    /** A port with so many free ones from it on. */
    private Endpoint free(String host, int count) throws IOException {
        for (int attempt = 0; ; attempt++) {
            List<Integer> open = new ArrayList<>();
            try {
                open.add(io.open(Endpoint.parse(host + ":0")));
                Endpoint first = io.local(open.getFirst());
                for (int i = 1; i < count; i++) {
                    open.add(io.open(first.withPort(first.port() + i)));
                }
                return first;
            } catch (IOException e) {
                if (attempt == 20) {
                    throw e;
                }
            } finally {
                open.forEach(io::close);
            }
        }
    }

    @Test
    void bothLanesCarryWhatOneNeighbourSendsAndNoFlowChangesItsOrder() throws Exception {
        settle();
        Map<Endpoint, List<Integer>> atServer = new HashMap<>();
        Map<Integer, List<Integer>> atClient = new HashMap<>();
        DatagramHandler answering =
                (socket, from, octet, hops, arrived, buffer, offset, length) -> {
                    int number = buffer.getInt(offset);
                    if (number == 0) {
                        return; // of settling
                    }
                    if (socket == server) {
                        atServer.computeIfAbsent(from, _ -> new ArrayList<>()).add(number);
                        io.send(server, from, octet, buffer, offset, length);
                    } else {
                        atClient.computeIfAbsent(socket, _ -> new ArrayList<>()).add(number);
                    }
                };
        List<Integer> all = IntStream.rangeClosed(1, EACH).boxed().toList();
        exchange(answering, () -> atClient.values().stream().mapToInt(List::size).sum());
        String drops = "dropped at the first " + drops(0) + ", at the second " + drops(1);
        assertThat(atServer).as(drops).hasSize(CLIENTS);
        atServer.values().forEach(came -> assertThat(came).as(drops).isEqualTo(all));
        assertThat(atClient).as(drops).hasSize(CLIENTS);
        atClient.values().forEach(came -> assertThat(came).as(drops).isEqualTo(all));
        for (int at = 0; at < 2; at++) {
            List<String> told = scrape(at);
            assertThat(value(told, "rhumb_forwarder_lanes ")).isEqualTo(2);
            for (int lane = 0; lane < 2; lane++) {
                assertThat(lane(told, lane, "sent"))
                        .as("PoP %d lane %d", at, lane)
                        .isGreaterThan(CLIENTS * EACH / 4);
                assertThat(lane(told, lane, "lost") + lane(told, lane, "refused")).isZero();
            }
            assertCounted(at);
        }
    }

    /** The egress hears nothing but its one neighbour, and its server says nothing. */
    @Test
    void oneNeighbourMeetsBothLanes() throws Exception {
        settle();
        int[] came = new int[1];
        DatagramHandler counting =
                (socket, from, octet, hops, arrived, buffer, offset, length) ->
                        came[0] += socket == server && buffer.getInt(offset) > 0 ? 1 : 0;
        double[] before = {lane(scrape(1), 0, "received"), lane(scrape(1), 1, "received")};
        exchange(counting, () -> came[0]);
        assertThat(came[0]).as("dropped %s and %s", drops(0), drops(1)).isEqualTo(CLIENTS * EACH);
        List<String> told = scrape(1);
        for (int lane = 0; lane < 2; lane++) {
            assertThat(lane(told, lane, "received") - before[lane])
                    .as("lane %d", lane)
                    .isGreaterThan(CLIENTS * EACH * 0.4);
        }
    }

    /** All packets, few under way at a time: a busy machine's kernel drops what it cannot hold. */
    private void exchange(DatagramHandler handler, IntSupplier arrived) throws IOException {
        long endNs = System.nanoTime() + 20 * SECOND_NS;
        for (int i = 1; i <= EACH + AHEAD; i++) {
            for (int client : i <= EACH ? clients : new int[0]) {
                io.send(client, listen, BULK, packet.putInt(0, i), 0, SIZE);
            }
            io.flush();
            while (arrived.getAsInt() < (i - AHEAD) * CLIENTS && System.nanoTime() < endNs) {
                io.poll(SECOND_NS / 10, handler);
                io.flush();
            }
        }
    }

    /** Until the two have introduced themselves and each client has a session. */
    private void settle() throws Exception {
        Map<Endpoint, Integer> heard = new HashMap<>();
        DatagramHandler hear =
                (socket, from, octet, hops, arrived, buffer, offset, length) -> {
                    if (socket == server) {
                        heard.merge(from, 1, Integer::sum);
                    }
                };
        long endNs = System.nanoTime() + 20 * SECOND_NS;
        while (heard.size() < CLIENTS && System.nanoTime() < endNs) {
            for (int client : clients) {
                io.send(client, listen, BULK, packet.putInt(0, 0), 0, SIZE);
            }
            io.flush();
            for (int i = 0; i < 20; i++) {
                io.poll(10_000_000, hear);
            }
        }
        assertThat(heard).hasSize(CLIENTS);
        // What is under way comes before what is sent from now on.
        while (io.poll(200_000_000, hear) > 0) {}
    }

    private Map<DropReason, Long> drops(int at) throws Exception {
        return forwarders
                .get(at)
                .ask(core -> {
                    Map<DropReason, Long> drops = new EnumMap<>(DropReason.class);
                    for (DropReason reason : DropReason.values()) {
                        drops.put(reason, core.counters().drops(reason));
                    }
                    drops.values().removeIf(n -> n == 0);
                    return drops;
                })
                .get(10, TimeUnit.SECONDS);
    }

    private void assertCounted(int at) throws Exception {
        forwarders
                .get(at)
                .ask(core -> {
                    var c = core.counters();
                    assertThat(c.in()).isEqualTo(c.out() + core.queued() + c.dropped());
                    assertThat(c.drops(DropReason.REPLAYED)).isZero();
                    assertThat(c.drops(DropReason.UNAUTHENTICATED)).isZero();
                    assertThat(c.drops(DropReason.UNKNOWN_SOURCE)).isZero();
                    for (TrafficClass grade : TrafficClass.ALL) {
                        assertThat(c.reordered(grade)).isZero();
                    }
                    return true;
                })
                .get(10, TimeUnit.SECONDS);
    }

    private List<String> scrape(int at) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://" + metrics[at] + "/metrics");
            return http.send(
                            HttpRequest.newBuilder(uri).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body()
                    .lines()
                    .toList();
        }
    }

    private static double lane(List<String> told, int lane, String what) {
        return value(
                told,
                "rhumb_forwarder_lane_packets_total{lane=\"" + lane + "\",what=\"" + what + "\",}");
    }

    private static double value(List<String> told, String metric) {
        return told.stream()
                .filter(line -> line.startsWith(metric))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElseThrow();
    }
}
