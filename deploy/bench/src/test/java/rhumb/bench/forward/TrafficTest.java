package rhumb.bench.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rhumb.forward.fib.FibCheck;
import rhumb.forward.wire.OverlayHeader;
import rhumb.net.Endpoint;
import rhumb.southbound.message.InstalledRules;

class TrafficTest {
    private static final int RECORD_BYTES = 8;

    @TempDir Path folder;

    @Test
    void aForwarderTakesTheRules() {
        InstalledRules rules =
                Traffic.rules(
                        Endpoint.parse("10.0.0.1:1"), Endpoint.parse("10.0.0.2:2"), List.of());
        assertThat(FibCheck.check(Traffic.SELF, rules.rules())).isEqualTo(FibCheck.OK);
    }

    @Test
    void packetsAreOfTheOverlayAndTrainsOfOneFlow() throws Exception {
        for (int train : new int[] {1, Shape.TRAIN}) {
            Path file = folder.resolve("packets-" + train);
            Traffic.write(file, 200, train);
            ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(file));
            int record = RECORD_BYTES + 200;
            assertThat(all.remaining()).isEqualTo(Traffic.FLOWS * Shape.TRAIN * record);
            for (int at = 0; at < all.capacity(); at += record) {
                assertThat(OverlayHeader.checkClear(all, at + RECORD_BYTES, 200)).isNull();
                assertThat(OverlayHeader.check(all, at + RECORD_BYTES, 200)).isNull();
                int place = at / record / train;
                assertThat(all.getInt(at)).isEqualTo(all.getInt(place * train * record));
                assertThat(OverlayHeader.flow(all, at + RECORD_BYTES)).isEqualTo(all.getInt(at));
                assertThat(all.getShort(at + RECORD_BYTES + Traffic.LABEL_OFFSET))
                        .isEqualTo((short) (Traffic.FIRST_LABEL + all.get(at + 5)));
            }
        }
    }

    /** The generator hands these over together. */
    @Test
    void fourFlowsOfOneClassToOneNextHopComeOneAfterTheOther() {
        ByteBuffer all = Traffic.packets(200, 1);
        int record = RECORD_BYTES + 200;
        Set<Integer> flows = new HashSet<>();
        Set<Integer> kinds = new HashSet<>();
        for (int n = 0; n < Traffic.FLOWS; n++) {
            int first = (n - n % Traffic.ALIKE) * record;
            flows.add(all.getInt(n * record));
            kinds.add((int) all.getShort(n * record + 4));
            assertThat(all.getShort(n * record + 4)).isEqualTo(all.getShort(first + 4));
        }
        assertThat(flows).hasSize(Traffic.FLOWS);
        assertThat(kinds).hasSize(Traffic.FLOWS / Traffic.ALIKE);
    }

    @Test
    void sequenceAndTimeLieWhereTheGeneratorWritesThem() {
        ByteBuffer b = ByteBuffer.allocate(OverlayHeader.MAX_BYTES);
        OverlayHeader.stamp(b, 0, 0, 0x0a0b0c0d, 0x01020304, 0x05060708);
        assertThat(b.getInt(Traffic.LIFE_OFFSET)).isEqualTo(0x0a0b0c0d);
        assertThat(b.getInt(Traffic.SEQUENCE_OFFSET)).isEqualTo(0x01020304);
        assertThat(b.getInt(Traffic.TIME_OFFSET)).isEqualTo(0x05060708);
    }

    @Test
    void rowsAsJson() {
        String json =
                ForwardRow.json(
                        List.of(new ForwardRow("rhumb", 200, 400, 250.126, 1.05, 30, 99.96, 1)));
        assertThat(json)
                .isEqualTo(
                        """
                        {"rows":[
                          {"name":"rhumb","sizeBytes":200,"offeredKpps":400.00,"kpps":250.13,"ratioToC":1.050,"addedUsP50":30.0,"addedUsP99":100.0,"addedUsP999":1.0}
                        ]}
                        """);
    }
}
