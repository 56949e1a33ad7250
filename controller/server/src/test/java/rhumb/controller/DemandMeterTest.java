package rhumb.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rhumb.controller.intent.Topology;
import rhumb.controller.whatif.Demand;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.southbound.message.TrafficReport;

class DemandMeterTest {
    private static final long SECOND = 1_000_000_000L;
    private static final PopId A = new PopId("a");
    private static final PopId B = new PopId("b");

    /** Service 1 is RTM, 2 is FLV; the PoPs a, b, c have the numbers 1, 2, 3. */
    private final DemandMeter meter =
            new DemandMeter(Samples.mesh(3), new Topology(Samples.mesh(3)));

    private static TrafficReport.Flow flow(int service, long flow, int peer, long bytes) {
        TrafficClass c = service == 1 ? TrafficClass.AUDIO : TrafficClass.LIVE;
        return new TrafficReport.Flow(service, flow, peer, c, List.of(), false, 1, bytes, 0);
    }

    @Test
    void growthBetweenTwoReportsIsTheDemand() {
        meter.onReport(0, A, new TrafficReport(List.of(flow(1, 7, 2, 5_000))));
        assertThat(meter.demands()).isEmpty();
        meter.onReport(
                10 * SECOND,
                A,
                new TrafficReport(
                        List.of(
                                flow(1, 7, 2, 1_005_000),
                                flow(1, 8, 2, 250_000),
                                flow(2, 7, 3, 500_000))));
        assertThat(meter.demands())
                .containsExactly(
                        new Demand(A, B, TrafficClass.AUDIO, 1_000_000),
                        // A stream flows towards its viewer, whose side tells it.
                        new Demand(new PopId("c"), A, TrafficClass.LIVE, 400_000));
        meter.onLost(A);
        assertThat(meter.demands()).isEmpty();
    }

    @Test
    void reportsThatFollowSoonChangeNothing() {
        meter.onReport(0, B, new TrafficReport(List.of(flow(1, 7, 1, 0))));
        meter.onReport(SECOND, B, new TrafficReport(List.of(flow(1, 7, 1, 9_000_000))));
        assertThat(meter.demands()).isEmpty();
        meter.onReport(9 * SECOND, B, new TrafficReport(List.of(flow(1, 7, 1, 9_000_000))));
        assertThat(meter.demands())
                .containsExactly(new Demand(B, A, TrafficClass.AUDIO, 8_000_000));
        // A process that began anew counts from 0, and a PoP that is not configured counts nothing.
        meter.onReport(
                19 * SECOND,
                B,
                new TrafficReport(List.of(flow(1, 7, 1, 5), flow(1, 9, 99, 1_000_000))));
        assertThat(meter.demands()).isEmpty();
    }

    @Test
    void whatAFullReportLeftOutIsNotTakenForNew() {
        List<TrafficReport.Flow> full = new ArrayList<>();
        for (int i = 0; i < TrafficReport.MAX_FLOWS; i++) {
            full.add(flow(1, i, 2, 1_000));
        }
        meter.onReport(0, A, new TrafficReport(full));
        meter.onReport(10 * SECOND, A, new TrafficReport(List.of(flow(1, 5_000, 2, 8_000_000))));
        assertThat(meter.demands()).isEmpty();
    }
}
