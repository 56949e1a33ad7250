package rhumb.controller.commit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitTextTest {
    @ParameterizedTest
    @CsvSource({
        "holdDownNs, 10000000000, holdDown, 10s",
        "holdDownNs, 0, holdDown, 0ns",
        "recoveryNs, 1500000, recovery, 1500us",
        "flapWindowNs, 7200000000000, flapWindow, 2h",
        "bandUs, 2000, band, 2ms",
        "rateBps, 1000000000, rate, 1gbps",
        "capBps, 1500000, cap, 1500kbps",
        "overheadPpm, 125000, overhead, 12.5%",
        "overheadPpm, 2000000, overhead, 200%",
        "maxLinks, 3, maxLinks, 3",
    })
    void numbersAreWrittenAsDocumentsWriteThem(
            String name, long number, String told, String value) {
        assertThat(UnitText.of(name, number)).isEqualTo(new UnitText(told, value));
    }
}
