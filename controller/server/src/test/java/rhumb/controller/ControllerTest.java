package rhumb.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rhumb.controller.Eventually.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rhumb.controller.Samples.Quality;
import rhumb.controller.event.EventCode;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.Topology;
import rhumb.controller.io.ControllerConfig;
import rhumb.controller.io.ControllerMetric;
import rhumb.controller.rule.RuleBook;
import rhumb.host.InetAddresses;
import rhumb.net.Endpoint;
import rhumb.net.LinkId;
import rhumb.net.TrafficClass;
import rhumb.southbound.link.LinkSign;
import rhumb.southbound.rule.Rule;
import rhumb.southbound.rule.RuleKey;
import rhumb.southbound.trace.ConvergenceTrace;
import rhumb.southbound.trace.Stage;

/** The whole process on loopback sockets, with pretended PoPs. */
class ControllerTest {
    private static final Endpoint ANY = Endpoint.parse("127.0.0.1:0");

    private final Intent intent = Samples.placed(Samples.mesh(3));
    private final Topology topology = new Topology(intent);
    private final List<FakePop> pops = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private Controller controller;

    @BeforeEach
    void start() throws IOException {
        controller = Controller.start(config(ANY, ANY, ANY));
    }

    @AfterEach
    void stop() {
        pops.forEach(FakePop::close);
        controller.close();
        http.close();
    }

    private ControllerConfig config(Endpoint southbound, Endpoint northbound, Endpoint metrics) {
        return new ControllerConfig(southbound, northbound, false, metrics, 0, intent);
    }

    private void overlay() {
        for (String name : List.of("a", "b", "c")) {
            pops.add(new FakePop(name, topology, controller.southbound()));
        }
        awaitInSync();
    }

    private void awaitInSync() {
        await(
                "all forwarders run the rules",
                () ->
                        controller.view().books().stream()
                                .allMatch(book -> book.state() == RuleBook.State.IN_SYNC));
    }

    private static Map<RuleKey, Rule> byKey(FakePop pop) {
        return pop.rules.stream().collect(Collectors.toMap(Rule::key, rule -> rule));
    }

    private HttpResponse<String> get(Endpoint server, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + server + path)).build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void agentsGetPlansAndForwardersRules() {
        overlay();
        for (FakePop pop : pops) {
            await("probe plan", () -> pop.probePlan != null);
            assertThat(Objects.requireNonNull(pop.probePlan).links()).hasSize(2);
            assertThat(pop.updates).hasSize(1);
            assertThat(pop.rules).isNotEmpty();
        }
        assertThat(controller.view().phase()).isEqualTo(Startup.Phase.FIRST_UPDATE);
    }

    @Test
    void everyResourceAnswers() throws Exception {
        overlay();
        Map<String, String> expected =
                Map.of(
                        "status", "\"phase\":\"FIRST_UPDATE\"",
                        "pops", "\"agent\":\"connected\"",
                        "links", "\"status\":\"UP\"",
                        "links?bad=true", "{\"links\":[]}",
                        "paths?from=a&to=b&class=audio", "\"path\":\"a > b\"",
                        "explain/path?from=a&to=b", "{\"lines\":[\"",
                        "rules?pop=a", "\"kind\":\"service\"",
                        "streams", "{\"streams\":[]}",
                        "queues", "{\"queues\":[]}",
                        "events", "\"code\":\"PEER_CONNECTED\"");
        for (Map.Entry<String, String> resource : expected.entrySet()) {
            HttpResponse<String> answer = get(controller.northbound(), "/v1/" + resource.getKey());
            assertThat(answer.statusCode()).as(resource.getKey()).isEqualTo(200);
            assertThat(answer.body()).as(resource.getKey()).contains(resource.getValue());
        }
        assertThat(get(controller.northbound(), "/v1/links").body())
                .contains(
                        "\"lossPpmLong\":0,\"lossPpm95\":{\"low\":0,\"high\":3827}",
                        "\"reorderPpm\":0,\"duplicatePpm\":0,");
        assertThat(get(controller.northbound(), "/v1/rules?pop=zz").body())
                .isEqualTo("{\"error\":\"there is no PoP zz; there are a, b, c\"}\n");
    }

    @Test
    void aDegradedLinkMovesPathsAndIsMeasured() throws Exception {
        overlay();
        FakePop b = pops.get(1);
        long nowNs = System.currentTimeMillis() * 1_000_000;
        LinkId bad = LinkId.parse("a->b");
        ConvergenceTrace trace =
                ConvergenceTrace.begin(9, bad)
                        .with(Stage.FIRST_SIGN, "b/agent", nowNs - 30_000_000)
                        .with(Stage.DEGRADED, "b/agent", nowNs - 10_000_000)
                        .with(Stage.REPORTED, "b/agent", nowNs);
        Quality lossy =
                Quality.up(40)
                        .loss(200_000)
                        .degraded(LinkSign.LOSS, TrafficClass.ALL.toArray(TrafficClass[]::new));
        b.report(bad, lossy, trace);
        await(
                "media left the link",
                () ->
                        controller.view().times().degradeToSwitch().count() == 1
                                && controller.view().counters().moves() > 0);
        assertThat(controller.view().times().steps())
                .allSatisfy((step, times) ->
                        assertThat(times.count())
                                .as(step.name())
                                .isEqualTo(step == StageTimes.Step.SWITCHED_LOCALLY ? 0 : 1));
        String text = get(controller.metrics(), "/metrics").body();
        assertThat(text)
                .contains("rhumb_controller_degrade_to_switch_seconds_count 1.0\n")
                .contains(
                        "rhumb_controller_stage_seconds_bucket{from=\"first-sign\",to=\"degraded\",le=\"0.025\",} 1.0")
                .contains("rhumb_controller_links{status=\"degraded\",}")
                .containsPattern("path_moves_total\\{cause=\"degraded\",} [1-9]")
                .contains("rhumb_controller_path_moves_total{cause=\"drained\",} 0.0\n");
        assertThat(get(controller.northbound(), "/v1/events").body())
                .containsPattern("PATH_MOVED[^}]*all a > b => [^}]*\"classes\":\\[\"signalling\",");
    }

    @Test
    void aRestartChangesNoForwarder() throws IOException {
        overlay();
        List<Map<RuleKey, Rule>> before = pops.stream().map(ControllerTest::byKey).toList();
        ControllerConfig same =
                config(controller.southbound(), controller.northbound(), controller.metrics());
        controller.close();
        for (FakePop pop : pops) {
            await("loss noticed", () -> pop.losses.size() == 2);
            pop.updates.clear();
        }
        controller = Controller.start(same);
        await(
                "start-up done",
                () -> controller.view().phase().compareTo(Startup.Phase.PLANNED) >= 0);
        await(
                "all forwarders read",
                () ->
                        controller.view().books().stream()
                                .allMatch(book ->
                                        book.state() == RuleBook.State.KNOWN
                                                || book.state() == RuleBook.State.IN_SYNC));
        for (int i = 0; i < pops.size(); i++) {
            assertThat(pops.get(i).updates).as("updates of " + pops.get(i).pop).isEmpty();
            assertThat(byKey(pops.get(i))).isEqualTo(before.get(i));
        }
    }

    @Test
    void anUnknownPopIsToldWhy() {
        try (FakePop stranger = new FakePop("zz", topology, controller.southbound())) {
            await("refusal", () -> controller.view().counters().refused() > 1);
            assertThat(stranger.agent.established()).isFalse();
        }
        assertThat(controller.view().events())
                .anyMatch(e ->
                        e.code() == EventCode.PEER_REFUSED
                                && e.text().contains("PoP zz is not configured"));
    }

    @Test
    void aSecondSessionReplacesTheFirstWithoutALoss() {
        overlay();
        try (FakePop twin = new FakePop("a", topology, controller.southbound())) {
            await(
                    "replaced",
                    () ->
                            controller.view().events().stream()
                                    .anyMatch(e -> e.code() == EventCode.PEER_REPLACED));
            await("the first is closed", () -> !pops.getFirst().losses.isEmpty());
            assertThat(controller.view().events()).noneMatch(e -> e.code() == EventCode.PEER_LOST);
            assertThat(twin.losses).hasSizeLessThan(100);
        }
    }

    @Test
    void garbageAndHalfOpenConnectionsHarmNobody() throws Exception {
        overlay();
        Random random = new Random(7);
        List<Socket> half = new ArrayList<>();
        InetSocketAddress southbound = InetAddresses.of(controller.southbound());
        for (int i = 0; i < 200; i++) {
            Socket socket = new Socket(southbound.getAddress(), southbound.getPort());
            if (i % 2 == 0) {
                byte[] garbage = new byte[random.nextInt(2_000)];
                random.nextBytes(garbage);
                if (i % 4 == 0) {
                    byte[] preface =
                            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
                                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
                    socket.getOutputStream().write(preface);
                }
                try {
                    socket.getOutputStream().write(garbage);
                } catch (IOException closedAlready) {
                    // That is an answer too.
                }
            }
            half.add(socket);
        }
        long reports = controller.view().counters().reports();
        pops.getFirst().report(Quality.up(41));
        await("still at work", () -> controller.view().counters().reports() > reports);
        assertThat(pops).allSatisfy(pop -> assertThat(pop.losses).isEmpty());
        for (Socket socket : half) {
            // The silent ones too are closed after some seconds.
            socket.setSoTimeout(15_000);
            try {
                while (socket.getInputStream().read() >= 0) {
                    // HTTP/2 settings and a goodbye.
                }
            } catch (java.net.SocketException reset) {
                // Closed, with what it had sent unread.
            }
            socket.close();
        }
        assertThat(get(controller.metrics(), "/healthz").body()).isEqualTo("ok\n");
    }

    @Test
    void tooManyStreamsAreTurnedAway() throws IOException {
        controller.close();
        controller = Controller.start(new ControllerConfig(ANY, ANY, false, ANY, 2, intent));
        pops.add(new FakePop("a", topology, controller.southbound()));
        await(
                "both are in",
                () ->
                        pops.getFirst().forwarder.established()
                                && pops.getFirst().agent.established());
        pops.add(new FakePop("b", topology, controller.southbound()));
        await(
                "third turned away",
                () ->
                        metrics().contains("rhumb_controller_streams_refused_total ")
                                && !metrics()
                                        .contains("rhumb_controller_streams_refused_total 0.0"));
        assertThat(pops.get(1).agent.established()).isFalse();
        assertThat(pops.getFirst().losses).isEmpty();
    }

    @Test
    void everyMetricIsThereWithHelp() throws Exception {
        overlay();
        get(controller.northbound(), "/v1/status");
        get(controller.northbound(), "/v1/nothing");
        String text = metrics();
        for (ControllerMetric metric : ControllerMetric.values()) {
            assertThat(text)
                    .contains("# HELP " + metric.metric() + " " + metric.help() + "\n")
                    .contains("# TYPE " + metric.metric() + " ")
                    .containsPattern("(?m)^" + metric.metric() + "(_bucket)?[{ ]");
        }
        assertThat(text)
                .contains("rhumb_controller_peers{role=\"agent\",} 3.0\n")
                .contains("rhumb_controller_pop_latitude_degrees{pop=\"a\",} 1.5\n")
                .contains("rhumb_controller_pop_longitude_degrees{pop=\"b\",} 2.0\n")
                .contains("rhumb_controller_journal_failures_total{journal=\"audit\",} 0.0\n")
                .contains("rhumb_controller_startup_phase{phase=\"first-update\",} 1.0\n")
                .contains("rhumb_controller_northbound_requests_total{code=\"404\",} 1.0\n")
                .contains("rhumb_controller_rule_full_syncs_total{pop=\"a\",} 1.0\n");
        assertThat(text.lines().filter(line -> !line.startsWith("#")))
                .allMatch(
                        line -> line.matches("[a-zA-Z_:][a-zA-Z0-9_:]*(\\{.*})? [-+0-9.eEINFa]+"));
    }

    @Test
    void aPortInUseIsToldAndNothingStaysOpen() {
        Endpoint taken = controller.northbound();
        assertThatThrownBy(() -> Controller.start(config(ANY, taken, ANY)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot open TCP " + taken)
                .hasMessageContaining(
                        "stop the process that holds it (ss -ltnp sport = :" + taken.port());
        assertThatThrownBy(() -> Controller.start(config(controller.southbound(), ANY, ANY)))
                .hasMessageStartingWith("cannot open TCP " + controller.southbound());
        assertThatThrownBy(() -> Controller.start(config(ANY, ANY, controller.metrics())))
                .hasMessageStartingWith("cannot open TCP " + controller.metrics());
    }

    @Test
    void afterItsEndTheLastViewStays() {
        overlay();
        controller.close();
        assertThat(controller.view().peers()).hasSize(6);
        controller.close();
    }

    private String metrics() {
        try {
            return get(controller.metrics(), "/metrics").body();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
