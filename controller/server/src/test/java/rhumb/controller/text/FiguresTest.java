package rhumb.controller.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FiguresTest {
    @ParameterizedTest
    @CsvSource({
        "-1, unknown",
        "0, 0%",
        "1, 0.0001%",
        "300, 0.03%",
        "222222, 22.2%",
        "250000, 25%",
        "999999, 100%",
        "1000000, 100%"
    })
    void aLossIsAShareOfThreeDigits(long ppm, String share) {
        assertThat(Figures.share(ppm)).isEqualTo(share);
    }

    @ParameterizedTest
    @CsvSource({"-1, unknown", "0, 0.0 ms", "266000, 0.3 ms", "80340000, 80.3 ms"})
    void timesAreInMilliseconds(long ns, String ms) {
        assertThat(Figures.ms(ns)).isEqualTo(ms);
    }
}
