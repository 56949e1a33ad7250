package rhumb.sim.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.sim.ledger.Recovery;
import rhumb.sim.ledger.StreamFigures;
import rhumb.sim.scenario.CityDelays;
import rhumb.sim.scenario.Scenario;
import rhumb.sim.scenario.ScenarioException;
import rhumb.sim.scenario.ScenarioParser;

final class ReportTest {
    private static final long MS = 1_000_000L;
    private static final PopId SIN = new PopId("sin");
    private static final PopId FRA = new PopId("fra");

    private static final List<EventReport> EVENTS =
            List.of(
                    event(1, OptionalLong.of(80 * MS), OptionalLong.of(80_000_001), 290),
                    new EventReport(
                            2,
                            12_000 * MS,
                            "controller down",
                            OptionalLong.empty(),
                            OptionalLong.empty(),
                            Recovery.NOT_AFFECTED),
                    new EventReport(
                            3,
                            14_000 * MS,
                            "link a-very-long-name-of-a-pop->another-very-long-one loss 20% delay +3ms",
                            OptionalLong.of(1),
                            OptionalLong.empty(),
                            Recovery.NEVER));

    private static final List<StreamReport> STREAMS =
            List.of(
                    stream("call-1", "rtm", TrafficClass.AUDIO, 1_250, 1_244, 80, 2),
                    stream("call-1/back", "rtm", TrafficClass.AUDIO, 1_250, 1_250, 95, 0),
                    stream("tv", "flv", TrafficClass.LIVE, 1_600, 1_600, 120, 1),
                    stream("a-stream-with-a-long-name", "rtm", TrafficClass.LOG, 500, 0, -1, 0));

    @Test
    void expectationsAreJudgedWithWhatWasMeasured() {
        List<String> verdicts =
                judge(
                        "stream call-1 lost <= 5",
                        "stream call-1 lost <= 6",
                        "stream call-1 lost% <= 0.48",
                        "class audio lost == 6",
                        "class audio lost% < 0.25",
                        "class audio p99 <= 95ms",
                        "class audio gap < 100ms",
                        "class audio switches == 2",
                        "total lost == 506",
                        "total p50 <= 1s",
                        "stream tv corrupt == 0",
                        "stream tv received >= 1600",
                        "class video lost == 0",
                        "stream call-1 dscp != 0",
                        "recovered 1 <= 290ms",
                        "recovered 2 <= 1ms",
                        "recovered 3 <= 10s",
                        "detected 1 < 80ms",
                        "detected 2 <= 1s",
                        "switched 1 <= 81ms",
                        "path sin->fra audio avoids sin->fra at 20s",
                        "path sin->fra audio uses sin->lon at 20s",
                        "path fra->sin audio uses fra->sin at 20s");
        assertThat(verdicts)
                .containsExactly(
                        "false stream call-1 lost <= 5: 6",
                        "true stream call-1 lost <= 6: 6",
                        "true stream call-1 lost% <= 0.48: 0.48",
                        "true class audio lost == 6: 6",
                        "true class audio lost% < 0.25: 0.24",
                        "true class audio p99 <= 95ms: 95.0ms",
                        "false class audio gap < 100ms: 100.0ms",
                        "true class audio switches == 2: 2",
                        "true total lost == 506: 506",
                        "false total p50 <= 1s: nothing arrived",
                        "true stream tv corrupt == 0: 0",
                        "true stream tv received >= 1600: 1600",
                        "false class video lost == 0: no such stream",
                        "true stream call-1 dscp != 0: 3",
                        "true recovered 1 <= 290ms: 290.0ms",
                        "true recovered 2 <= 1ms: no stream was affected",
                        "false recovered 3 <= 10s: never",
                        "false detected 1 < 80ms: 80.0ms",
                        "false detected 2 <= 1s: never",
                        "true switched 1 <= 81ms: 80.0ms",
                        "true path sin->fra audio avoids sin->fra at 20s: sin->lon->fra",
                        "true path sin->fra audio uses sin->lon at 20s: sin->lon->fra",
                        "false path fra->sin audio uses fra->sin at 20s: no path");
    }

    @Test
    void jsonHasTheKeysOfTheContractInOrder() throws IOException {
        String json = ReportJson.write(report());
        assertThat(json).isEqualTo(ReportJson.write(report())).endsWith("}\n").doesNotContain("\r");
        JsonNode root = new ObjectMapper().readTree(json);
        assertThat(names(root))
                .containsSubsequence(
                        "scenario",
                        "seed",
                        "durationMs",
                        "pops",
                        "links",
                        "ok",
                        "events",
                        "streams",
                        "expectations");
        JsonNode event = root.get("events").get(0);
        assertThat(names(event))
                .containsSubsequence("atMs", "what", "detectMs", "localSwitchMs", "recoveredMs");
        assertThat(event.get("atMs").asLong()).isEqualTo(10_000);
        assertThat(event.get("detectMs").asLong()).isEqualTo(80);
        assertThat(event.get("localSwitchMs").asLong()).as("rounded up").isEqualTo(81);
        assertThat(event.get("recoveredMs").asLong()).isEqualTo(290);
        assertThat(root.get("events").get(1).get("recoveredMs").isNull()).isTrue();
        assertThat(root.get("events").get(2).get("affected").asBoolean()).isTrue();
        JsonNode stream = root.get("streams").get(0);
        assertThat(names(stream))
                .containsSubsequence(
                        "name",
                        "kind",
                        "class",
                        "from",
                        "to",
                        "sent",
                        "received",
                        "lost",
                        "duplicate",
                        "corrupt",
                        "delayUsP50",
                        "delayUsP99",
                        "longestGapMs",
                        "switches");
        assertThat(stream.get("kind").asText()).isEqualTo("rtm");
        assertThat(stream.get("class").asText()).isEqualTo("audio");
        assertThat(stream.get("lost").asLong()).isEqualTo(6);
        assertThat(stream.get("delayUsP99").asLong()).isEqualTo(80_000);
        assertThat(root.get("streams").get(3).get("delayUsP50").isNull()).isTrue();
        JsonNode expectation = root.get("expectations").get(0);
        assertThat(names(expectation)).containsExactly("text", "held", "measured");
        assertThat(root.get("ok").asBoolean()).isFalse();
    }

    @Test
    void tableFitsTheTerminal() {
        String table = ReportTable.render(report());
        assertThat(table.lines()).allSatisfy(l -> assertThat(l.length()).isLessThanOrEqualTo(100));
        assertThat(table)
                .contains("brownout: 20 % loss")
                .contains("call-1/back")
                .contains("MISSED  stream call-1 lost <= 5  (6)")
                .contains("never")
                .endsWith("1 of 2 missed\n");
    }

    private static RunReport report() {
        return new RunReport(
                "brownout",
                "20 % loss on the busiest link",
                "sim",
                7,
                25_000,
                8,
                56,
                false,
                EVENTS,
                STREAMS,
                List.of(
                        new ExpectationReport("stream call-1 lost <= 5", false, "6"),
                        new ExpectationReport("recovered 1 <= 1000ms", true, "290.0ms")));
    }

    private static List<String> judge(String... expectations) {
        StringBuilder text =
                new StringBuilder(
                        """
                        pop sin
                        pop fra
                        pop lon
                        link sin<->fra delay 1ms
                        link sin<->lon delay 1ms
                        stream call-1 audio sin->fra duplex
                        stream tv live sin->fra
                        at 1s controller down
                        at 2s controller down
                        at 3s controller down
                        """);
        for (String expectation : expectations) {
            text.append("expect ").append(expectation).append('\n');
        }
        Findings.Paths paths =
                (from, to, c, at) ->
                        from.equals(SIN)
                                ? List.of(LinkId.parse("sin->lon"), LinkId.parse("lon->fra"))
                                : List.of();
        return Judge.judge(parse(text).expectations(), new Findings(EVENTS, STREAMS, paths))
                .stream()
                .map(e -> e.held() + " " + e.text() + ": " + e.measured())
                .toList();
    }

    private static Scenario parse(StringBuilder text) {
        try {
            return ScenarioParser.parse("t", "t", text.toString(), CityDelays.parse(""));
        } catch (ScenarioException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static EventReport event(
            int number, OptionalLong detect, OptionalLong localSwitch, long recoveredMs) {
        return new EventReport(
                number,
                10_000 * MS,
                "link busiest (sin->fra) loss 20%",
                detect,
                localSwitch,
                new Recovery(true, OptionalLong.of(recoveredMs * MS)));
    }

    private static StreamReport stream(
            String name,
            String kind,
            TrafficClass c,
            long sent,
            long received,
            long ms,
            int moves) {
        long delayNs = ms < 0 ? -1 : ms * MS;
        StreamFigures figures =
                new StreamFigures(
                        sent,
                        received,
                        0,
                        0,
                        0,
                        (c == TrafficClass.AUDIO ? 3 : 0),
                        sent * 100,
                        received * 100,
                        0,
                        delayNs,
                        delayNs,
                        delayNs,
                        100 * MS);
        return new StreamReport(name, kind, c, SIN, FRA, figures, moves);
    }
}
