package rhumb.sim.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import rhumb.sim.scenario.CityDelays;
import rhumb.sim.scenario.Scenario;
import rhumb.sim.scenario.ScenarioException;
import rhumb.sim.scenario.StreamKind;
import rhumb.sim.scenario.StreamSpec;

final class ScenariosTest {
    private static final long S = 1_000_000_000L;
    private static final int WAN = 8;

    @SuppressWarnings("unused")
    private static final java.util.List<String> NAMES = Scenarios.SHIPPED;

    @ParameterizedTest
    @FieldSource("NAMES")
    void shippedScenariosParseAndKeepTheirBounds(String name) throws ScenarioException {
        Scenario s = Scenarios.load(name);
        assertThat(s.name()).isEqualTo(name);
        assertThat(s.expectations()).isNotEmpty();
        assertThat(Scenarios.shippedText(name)).startsWith("# ");
        if (s.pops().size() < WAN) {
            // Few PoPs for one question; each stream may be as fast as that question needs.
            assertThat(s.durationNs()).isBetween(10 * S, 130 * S);
            assertThat(packetsPerSecond(s)).isLessThan(3_000);
            return;
        }
        assertThat(s.pops()).hasSize(WAN);
        assertThat(s.links()).hasSize(WAN * (WAN - 1));
        assertThat(s.durationNs()).isBetween(20 * S, 30 * S);
        assertThat(packetsPerSecond(s)).isLessThan(1_500);
        assertThat(s.streams().stream().map(StreamSpec::kind))
                .contains(StreamKind.AUDIO, StreamKind.VIDEO, StreamKind.LIVE, StreamKind.BULK);
    }

    @Test
    void allCitiesHaveADelayToAllOthers() {
        CityDelays cities = Scenarios.cityDelays();
        assertThat(cities.cities()).hasSize(15);
        for (String from : cities.cities()) {
            for (String to : cities.cities()) {
                if (!from.equals(to)) {
                    assertThat(cities.oneWayNs(from, to)).as(from + " " + to).isPresent();
                    assertThat(cities.oneWayNs(from, to)).isEqualTo(cities.oneWayNs(to, from));
                }
            }
        }
        assertThat(cities.oneWayNs("Singapore", "Frankfurt")).hasValue(78_500_000);
        assertThat(cities.oneWayNs("New-York", "Shenzhen")).hasValue(107_500_000);
    }

    @Test
    void filesAreReadAndMissingOnesNamed(@TempDir Path dir) throws IOException, ScenarioException {
        Path file = dir.resolve("mine.scenario");
        Files.writeString(file, Scenarios.shippedText("brownout"));
        assertThat(Scenarios.load(file.toString()).name()).isEqualTo("mine");
        assertThatThrownBy(() -> Scenarios.load("brownuot"))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining(
                        "brownuot:0: file: expected a readable file or one of the shipped")
                .hasMessageContaining("brownout, creep");
    }

    private static double packetsPerSecond(Scenario s) {
        double sum = 0;
        for (StreamSpec stream : s.streams()) {
            double one =
                    switch (stream.kind()) {
                        case AUDIO, VIDEO -> 51;
                        case LIVE -> 70;
                        case SIGNALLING, BULK, LOG -> (double) S / stream.intervalNs();
                    };
            sum += stream.duplex() ? 2 * one : one;
        }
        return sum;
    }
}
