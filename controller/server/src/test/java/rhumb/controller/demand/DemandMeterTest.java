package rhumb.controller.demand;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rhumb.controller.Samples;
import rhumb.controller.intent.Topology;
import rhumb.net.TrafficClass;
import rhumb.southbound.message.TrafficReport;

class DemandMeterTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int A = 0;
    private static final int B = 1;
    private static final int NUMBER_OF_B = 2;

    private final DemandMeter meter =
            new DemandMeter(Samples.mesh(3), new Topology(Samples.mesh(3)));

    private static TrafficReport.Flow flow(long number, TrafficClass c, long bytes) {
        return new TrafficReport.Flow(1, number, NUMBER_OF_B, c, List.of(), false, 1, bytes, 0);
    }

    private void report(long second, TrafficReport.Flow... flows) {
        meter.onReport(second * SECOND, A, new TrafficReport(List.of(flows)));
    }

    @Test
    void ratesFollowTheCountersAndFlowsOfOneClassAddUp() {
        for (int second = 0; second <= 120; second++) {
            report(
                    second,
                    flow(1, TrafficClass.AUDIO, second * 125_000L),
                    flow(2, TrafficClass.AUDIO, second * 250_000L),
                    flow(3, TrafficClass.VIDEO, second * 1_250_000L));
        }
        Demands demands = meter.demands();
        assertThat(demands.rateBps(A, B, TrafficClass.AUDIO)).isBetween(2_700_000L, 3_000_000L);
        assertThat(demands.rateBps(A, B, TrafficClass.VIDEO)).isBetween(9_000_000L, 10_000_000L);
        assertThat(demands.rateBps(A, B, TrafficClass.BULK)).isZero();
        assertThat(meter.demands()).isSameAs(demands);
        // A tenth less is noise.
        for (int second = 121; second <= 200; second++) {
            report(
                    second,
                    flow(1, TrafficClass.AUDIO, second * 125_000L),
                    flow(2, TrafficClass.AUDIO, second * 250_000L),
                    flow(3, TrafficClass.VIDEO, 150_000_000 + (second - 120) * 1_125_000L));
        }
        assertThat(meter.demands()).isSameAs(demands);
    }

    @Test
    void whatEndsIsForgottenAndACounterThatStartsAgainIsNoJump() {
        report(0);
        report(1, flow(1, TrafficClass.AUDIO, 12_500_000));
        assertThat(meter.demands().rateBps(A, B, TrafficClass.AUDIO)).isPositive();
        report(2, flow(1, TrafficClass.AUDIO, 1_000)); // restarted
        List<Long> rates = new ArrayList<>();
        for (int second = 3; second < 200; second += 10) {
            report(second);
            rates.add(meter.demands().rateBps(A, B, TrafficClass.AUDIO));
        }
        assertThat(rates).endsWith(0L, 0L);
        assertThat(meter.demands().isEmpty()).isTrue();
    }

    @Test
    void streamsAreToldByTheViewersSideAndFlowTowardsIt() {
        for (int second = 0; second <= 60; second++) {
            report(
                    second,
                    new TrafficReport.Flow(
                            2,
                            1,
                            NUMBER_OF_B,
                            TrafficClass.LIVE,
                            List.of(),
                            false,
                            1,
                            second * 125_000L,
                            0));
        }
        assertThat(meter.demands().rateBps(B, A, TrafficClass.LIVE)).isPositive();
        assertThat(meter.demands().rateBps(A, B, TrafficClass.LIVE)).isZero();
    }

    @Test
    void aFlowThatAFullReportLackedIsNotTakenForNew() {
        TrafficReport.Flow[] full = new TrafficReport.Flow[TrafficReport.MAX_FLOWS];
        for (int i = 0; i < full.length; i++) {
            full[i] = flow(i, TrafficClass.AUDIO, 1_000);
        }
        report(0, full);
        full[0] = flow(full.length, TrafficClass.AUDIO, 1_000_000_000);
        report(1, full);
        assertThat(meter.demands().isEmpty()).isTrue();
    }

    @Test
    void flowsToNobodyAreNoDemand() {
        report(0);
        boolean changed =
                meter.onReport(
                        SECOND,
                        A,
                        new TrafficReport(
                                List.of(
                                        new TrafficReport.Flow(
                                                1,
                                                1,
                                                999,
                                                TrafficClass.AUDIO,
                                                List.of(),
                                                false,
                                                1,
                                                1 << 30,
                                                0),
                                        new TrafficReport.Flow(
                                                1,
                                                2,
                                                1,
                                                TrafficClass.AUDIO,
                                                List.of(),
                                                false,
                                                1,
                                                1 << 30,
                                                0))));
        assertThat(changed).isFalse();
        assertThat(meter.demands().isEmpty()).isTrue();
    }
}
