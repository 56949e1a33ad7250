package rhumb.bench.paths;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import rhumb.bench.paths.peer.PeerRow;

class PathsReportTest {
    @Test
    void rowsAndPeersHaveThePromisedFields() throws Exception {
        Timing timing = new Timing(11, 171.23456, 190);
        PathsReport report =
                new PathsReport(
                        List.of(
                                new PathsRow(
                                        1_000, 8, 3, 2, Work.LINKS_10, timing, true, 5, Double.NaN),
                                new PathsRow(9, 1, 3, 1, Work.COLD, timing, false, Double.NaN, 40)),
                        List.of(
                                new PeerRow("onos", 1_000, 181_000, 40, true, ""),
                                new PeerRow("x", 1_000, Double.NaN, 0, false, "not there")),
                        null);
        JsonNode json = new ObjectMapper().readTree(report.json());
        JsonNode row = json.get("rows").get(0);
        assertThat(row.get("pops").asInt()).isEqualTo(1_000);
        assertThat(row.get("classes").asInt()).isEqualTo(8);
        assertThat(row.get("maxLinks").asInt()).isEqualTo(3);
        assertThat(row.get("work").asText()).isEqualTo("links-10");
        assertThat(row.get("medianMs").asDouble()).isEqualTo(171.235);
        assertThat(row.get("p99Ms").asDouble()).isEqualTo(190);
        assertThat(row.get("identical").asBoolean()).isTrue();
        assertThat(json.get("rows").get(1).get("targetMs").isNull()).isTrue();
        JsonNode peer = json.get("peers").get(0);
        assertThat(peer.get("name").asText()).isEqualTo("onos");
        assertThat(peer.get("pops").asInt()).isEqualTo(1_000);
        assertThat(peer.get("medianMs").asDouble()).isEqualTo(181_000);
        assertThat(json.get("peers").get(1).get("medianMs").isNull()).isTrue();
        assertThat(json.get("peers").get(1).get("skipped").asText()).isEqualTo("not there");
        assertThat(json.has("input")).isFalse();
    }

    @Test
    void aMeasuredMatrixHasALineForEachHopBound() throws Exception {
        Mesh mesh = SyntheticWan.mesh(12, new SplittableRandom(1));
        PathsReport report =
                new PathsReport(
                        List.of(),
                        List.of(),
                        new PathsReport.Input("f", 12, "ONE_WAY", MatrixStudy.of(mesh, 1, 3)));
        JsonNode bounds = new ObjectMapper().readTree(report.json()).at("/input/bounds");
        assertThat(bounds).hasSize(5);
        assertThat(bounds.get(0).get("improved").asInt()).isZero();
        int before = 0;
        for (JsonNode bound : bounds) {
            assertThat(bound.get("identical").asBoolean()).isTrue();
            assertThat(bound.get("improved").asInt()).isGreaterThanOrEqualTo(before);
            before = bound.get("improved").asInt();
        }
        assertThat(before).isPositive();
    }

    @Test
    void timingIsOfTheSortedRuns() {
        double[] ns = new double[200];
        for (int i = 0; i < ns.length; i++) {
            ns[i] = (200 - i) * 1e6;
        }
        assertThat(Timing.of(ns)).isEqualTo(new Timing(200, 100.5, 198));
        assertThat(Timing.of(new double[] {3e6, 1e6, 2e6})).isEqualTo(new Timing(3, 2, 3));
    }

    @Test
    void targetsAreThoseOfTheSizeTheyWerePromisedFor() {
        assertThat(Work.LINKS_100.targetMs(1_000, 8, 3)).isEqualTo(25);
        assertThat(Work.LINKS_100.targetMs(1_000, 8, 4)).isNaN();
        assertThat(Work.COLD.targetMs(490, 8, 3)).isNaN();
    }
}
