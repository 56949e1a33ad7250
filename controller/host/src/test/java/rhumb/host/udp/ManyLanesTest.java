package rhumb.host.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract with so many threads that the owner's serves no media. */
class ManyLanesTest extends DatagramIoContract {
    @BeforeAll
    static void onlyWhereItRuns() {
        assumeTrue(DatagramIos.obstacle().isEmpty(), DatagramIos.obstacle());
    }

    @Override
    DatagramIo create() throws IOException {
        return new LanedDatagramIo(new LinuxDatagramIo(), 5, _ -> LaneWork.NONE);
    }

    @Test
    void theOwnersLaneIsLeftEmpty() throws IOException {
        int at = io.open(ANY_PORT, SocketUse.SPREAD);
        try (DatagramIo far = new LinuxDatagramIo()) {
            ByteBuffer packet = ByteBuffer.allocateDirect(100);
            for (int sender = 0; sender < 40; sender++) {
                int from = far.open(ANY_PORT, SocketUse.MEDIA);
                far.send(from, io.local(at), 0, packet, 0, 100);
                io.send(at, far.local(from), 0, packet, 0, 100);
            }
            far.flush();
            io.flush();
            pollUntil(40);
        }
        LanedDatagramIoTest.await(() -> received() == 40);
        assertThat(received()).isEqualTo(40);
        assertThat(io.laneCounts(0)).isEqualTo(LaneCounts.NONE);
        io.close(at);
    }

    private long received() {
        long received = 0;
        for (int lane = 1; lane < 5; lane++) {
            received += io.laneCounts(lane).received();
        }
        return received;
    }
}
