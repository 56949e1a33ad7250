package rhumb.bench.failures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import rhumb.host.main.CommandFailure;
import rhumb.host.main.ExitCode;

class EnclosureTest {
    @Test
    void itEndsAsWhatRanInsideDid() {
        for (ExitCode code : ExitCode.values()) {
            assertThat(Enclosure.ended(code.status())).isEqualTo(code);
        }
    }

    @Test
    void whatWasKilledIsNoFinding() {
        assertThatThrownBy(() -> Enclosure.ended(137))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("137");
    }
}
