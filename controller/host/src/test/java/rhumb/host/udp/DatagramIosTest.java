package rhumb.host.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DatagramIosTest {
    @AfterEach
    void unforce() {
        System.clearProperty(DatagramIos.PROPERTY);
    }

    @Test
    void takesTheBestThatIsThere() throws IOException {
        try (DatagramIo io = DatagramIos.open()) {
            assertThat(io.description())
                    .startsWith(DatagramIos.obstacle().isEmpty() ? "linux" : "nio");
        }
    }

    @Test
    void saysWhetherTheKernelTellsReceiveTimes() throws IOException {
        try (DatagramIo io = new NioDatagramIo()) {
            assertThat(DatagramIos.timesObstacle(io)).contains("SO_TIMESTAMPNS");
        }
        if (DatagramIos.obstacle().isEmpty()) {
            try (DatagramIo io = new LinuxDatagramIo()) {
                int kept = io.open(rhumb.net.Endpoint.parse("127.0.0.1:0"));
                assertThat(DatagramIos.timesObstacle(io)).isEmpty();
                assertThat(io.local(kept).port()).as("still open").isPositive();
            }
        }
    }

    @Test
    void canBeForced() throws IOException {
        System.setProperty(DatagramIos.PROPERTY, "nio");
        try (DatagramIo io = DatagramIos.open()) {
            assertThat(io.description()).startsWith("nio");
        }
        System.setProperty(DatagramIos.PROPERTY, "bsd");
        assertThatThrownBy(DatagramIos::open).hasMessageContaining("expected linux or nio");
    }
}
