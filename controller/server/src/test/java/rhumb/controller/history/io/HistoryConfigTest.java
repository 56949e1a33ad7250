package rhumb.controller.history.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rhumb.host.config.ByteSize;
import rhumb.host.config.ConfigException;
import rhumb.host.config.ConfigFile;

class HistoryConfigTest {
    private static HistoryConfig parse(String text) throws ConfigException {
        return ConfigFile.parse("h.yaml", text, HistoryConfig.class);
    }

    @Test
    void whatIsLeftOutIsAsUsual() throws ConfigException {
        HistoryConfig some = parse("keep: 48h\nlinks: 2gib\n");
        assertThat(some.forLinks().bytes()).isEqualTo(2L << 30);
        assertThat(some.forEvents().keepMs()).isEqualTo(48 * 3_600_000L);
        assertThat(some.events()).isEqualTo(HistoryConfig.STANDARD.events());
        assertThat(some.record()).isNull();
        assertThat(parse("record: 64mib\n").record()).isEqualTo(new ByteSize(64 << 20));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "events: 5gb | h.yaml:1:9: events: size \"5gb\": expected a whole number with kib,"
                        + " mib or gib, such as 256mib",
                "links: 64kib | h.yaml:1:1: links 64kib: expected 1mib or more",
                "keep: 5m | h.yaml:1:1: keep: expected 1h or more",
                "keep: 30d | h.yaml:1:7: keep: text \"30d\"; expected a whole number with ns, us,"
                        + " ms, s, m or h, such as 100ms",
            })
    void complaintsSayWhatWasExpected(String text, String complaint) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e -> assertThat(e.problems()).containsExactly(complaint));
    }
}
