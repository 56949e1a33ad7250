package rhumb.sim.impair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rhumb.net.Dscp;
import rhumb.net.LinkId;

final class LinkModelTest {
    private static final long MS = 1_000_000L;
    private static final LinkId LINK = LinkId.parse("sin->fra");
    private static final int COUNT = 200_000;

    private final Deliveries out = new Deliveries();

    @Test
    void delayIsExactWithoutJitter() {
        LinkModel link = link(LinkSettings.ofDelay(78 * MS));
        link.offer(5 * MS, 200, 184, out);
        assertThat(out.count()).isEqualTo(1);
        assertThat(out.atNs(0)).isEqualTo(83 * MS);
        assertThat(out.octet(0)).isEqualTo(184);
    }

    @Test
    void singleLossesComeAtTheirShare() {
        LinkModel link = link(LinkSettings.PERFECT.withLoss(200_000));
        assertThat(lossRuns(link).stream().mapToInt(Integer::intValue).sum())
                .isCloseTo(COUNT / 5, within(COUNT / 200));
    }

    @Test
    void burstsHaveTheirMeanShareAndLength() {
        LinkModel link = link(new Edit().burstPpm(100_000).burstLength(8).done());
        List<Integer> runs = lossRuns(link);
        int lost = runs.stream().mapToInt(Integer::intValue).sum();
        assertThat(lost).isCloseTo(COUNT / 10, within(COUNT / 100));
        assertThat(lost / (double) runs.size()).isCloseTo(8, within(0.5));
    }

    @Test
    void jitterAddsAHalfNormalTimeAndKeepsOrder() {
        LinkModel link = link(new Edit().delayNs(10 * MS).jitterNs(4 * MS).done());
        long last = 0;
        double sumNs = 0;
        long mostNs = 0;
        for (int i = 0; i < COUNT; i++) {
            long nowNs = i * 20L * MS;
            link.offer(nowNs, 100, 0, out);
            long delayNs = out.atNs(0) - nowNs;
            assertThat(out.atNs(0)).isGreaterThanOrEqualTo(last);
            assertThat(delayNs).isBetween(10 * MS, 26 * MS);
            last = out.atNs(0);
            sumNs += delayNs - 10 * MS;
            mostNs = Math.max(mostNs, delayNs);
        }
        // Mean of |N(0, s)| is s * sqrt(2 / pi).
        assertThat(sumNs / COUNT / MS).isCloseTo(4 * Math.sqrt(2 / Math.PI), within(0.05));
        assertThat(mostNs).isGreaterThan(22 * MS);
    }

    @Test
    void jitterDoesNotDependOnHowManyPacketsThereAre() {
        LinkSettings settings = new Edit().delayNs(50 * MS).jitterNs(10 * MS).done();
        double sparse = meanDelayMs(link(settings), 20 * MS);
        double dense = meanDelayMs(link(settings), MS / 2);
        assertThat(dense).isCloseTo(sparse, within(4.0));
    }

    @Test
    void reorderingHoldsSomePacketsBack() {
        LinkModel link =
                link(new Edit().delayNs(10 * MS).reorderPpm(10_000).holdBackNs(3 * MS).done());
        int overtaken = 0;
        long highest = 0;
        for (int i = 0; i < COUNT; i++) {
            link.offer(i * MS, 100, 0, out);
            if (out.atNs(0) < highest) {
                overtaken++;
            }
            overtaken += out.atNs(0) - i * MS == 13 * MS ? 1 : 0;
            highest = Math.max(highest, i * MS + 10 * MS);
        }
        assertThat(overtaken).isCloseTo(COUNT / 100, within(COUNT / 1000));
        assertThat(link.reordered()).isEqualTo(overtaken);
    }

    @Test
    void duplicatesArriveTwice() {
        LinkModel link = link(new Edit().duplicatePpm(1_000_000).done());
        link.offer(0, 100, 8, out);
        assertThat(out.count()).isEqualTo(2);
        assertThat(out.octet(1)).isEqualTo(8);
        assertThat(link.duplicated()).isEqualTo(1);
    }

    @Test
    void rateSpacesPacketsAndTheQueueIsBounded() {
        // 1,250 bytes at 10 Mb/s take 1 ms; the queue holds 5 ms.
        LinkModel link = link(new Edit().rateBps(10_000_000).queueNs(5 * MS).done());
        List<Long> arrivals = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            link.offer(0, 1_250, 0, out);
            if (out.count() > 0) {
                arrivals.add(out.atNs(0) / MS);
            }
        }
        assertThat(arrivals).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(link.queueDrops()).isEqualTo(4);
        link.offer(20 * MS, 1_250, 0, out);
        assertThat(out.atNs(0)).isEqualTo(21 * MS);
    }

    @Test
    void markingIsBleachedOrRemappedAndEcnStays() {
        assertThat(DscpMap.BLEACH.apply(Dscp.EF.trafficClassOctet() | 1)).isEqualTo(1);
        DscpMap remap = DscpMap.KEEP.with(Dscp.EF, Dscp.AF11);
        assertThat(remap.apply(184)).isEqualTo(40);
        assertThat(remap.apply(136)).isEqualTo(136);
        assertThat(remap.toString()).isEqualTo("remap EF->AF11");
        LinkModel link = link(new Edit().marking(remap).done());
        link.offer(0, 10, 184, out);
        assertThat(out.octet(0)).isEqualTo(40);
    }

    @Test
    void blackholeTakesAllAndPacketsInFlightStay() {
        LinkModel link = link(LinkSettings.ofDelay(50 * MS));
        link.offer(0, 10, 0, out);
        long inFlightNs = out.atNs(0);
        link.change(link.settings().withBlackhole(true));
        link.offer(MS, 10, 0, out);
        assertThat(out.count()).isZero();
        assertThat(link.blackholed()).isEqualTo(1);
        link.change(link.settings().withBlackhole(false).withDelay(10 * MS));
        link.offer(2 * MS, 10, 0, out);
        assertThat(inFlightNs).isEqualTo(50 * MS);
        assertThat(out.atNs(0)).as("never overtakes").isEqualTo(50 * MS);
        link.offer(60 * MS, 10, 0, out);
        assertThat(out.atNs(0)).isEqualTo(70 * MS);
    }

    @Test
    void sameSeedSameVerdictsAndLinksDifferFromEachOther() {
        LinkSettings settings = LinkSettings.PERFECT.withLoss(300_000);
        assertThat(lossRuns(link(settings))).isEqualTo(lossRuns(link(settings)));
        LinkModel other = new LinkModel(settings, LinkModel.random(7, LinkId.parse("fra->sin")));
        assertThat(lossRuns(other)).isNotEqualTo(lossRuns(link(settings)));
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> LinkSettings.PERFECT.withLoss(1_000_001))
                .hasMessage("lossPpm 1000001: expected 0 to 1000000");
        assertThatThrownBy(() -> new Edit().burstPpm(900_000).burstLength(2).done())
                .hasMessage("burstPpm 900000: expected 0 to 666666");
    }

    private double meanDelayMs(LinkModel link, long spacingNs) {
        double sum = 0;
        for (int i = 0; i < COUNT; i++) {
            link.offer(i * spacingNs, 100, 0, out);
            sum += out.atNs(0) - i * spacingNs;
        }
        return sum / COUNT / MS;
    }

    private List<Integer> lossRuns(LinkModel link) {
        List<Integer> runs = new ArrayList<>();
        int run = 0;
        for (int i = 0; i < COUNT; i++) {
            link.offer(i * MS, 100, 0, out);
            if (out.count() == 0) {
                run++;
            } else if (run > 0) {
                runs.add(run);
                run = 0;
            }
        }
        return runs;
    }

    private static LinkModel link(LinkSettings settings) {
        return new LinkModel(settings, LinkModel.random(7, LINK));
    }
}
