package rhumb.forward.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import rhumb.forward.wire.LinkReportPacket;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.southbound.link.LinkView;
import rhumb.southbound.message.LinkPassive;

class LinkReportsTest {
    private static final long MS = 1_000_000L;
    private static final LinkId LINK = LinkId.between(new PopId("a"), new PopId("b"));

    private final LinkReceiveState received = new LinkReceiveState();

    /** At b, about a->b, whose opposite is its outgoing link. */
    private final LinkReports atB = new LinkReports(LINK.reverse(), received);

    /** At a, which sends. */
    private final LinkReports atA = new LinkReports(LINK, new LinkReceiveState());

    private final List<LinkPassive.Entry> seen = new ArrayList<>();
    private final List<LinkPassive.Entry> told = new ArrayList<>();

    private static long sum(
            List<LinkPassive.Entry> entries,
            java.util.function.ToLongFunction<LinkPassive.Entry> figure) {
        return entries.stream().mapToLong(figure).sum();
    }

    @Test
    void lostReportsLoseNoCounts() {
        Random random = new Random(1);
        ByteBuffer report = ByteBuffer.allocate(28);
        int seq = 0;
        int linkSeq = 0;
        long came = 0;
        for (long now = MS; now < 10_000 * MS; now += MS) {
            seq++;
            if (random.nextInt(10) > 0 && received.accept(0, 1, seq, (int) (now / 1_000), 0)) {
                atB.onDatagram(now, 100);
                came++;
            }
            if (atB.isDue(now)) {
                atB.write(report, 0);
                atB.seen(now).ifPresent(seen::add);
                linkSeq++;
                boolean last = now > 9_900 * MS;
                if (last || linkSeq == 1 || random.nextInt(3) > 0) {
                    atA.onReport(now, linkSeq, seq, 0, report, 0).ifPresent(told::add);
                }
            }
        }
        assertThat(seen).allMatch(e -> e.view() == LinkView.RECEIVER && e.link().equals(LINK));
        assertThat(told).allMatch(e -> e.view() == LinkView.SENDER && e.link().equals(LINK));
        // One interval may not have been told of when the loop ends.
        assertThat(sum(seen, LinkPassive.Entry::bytes)).isBetween(100 * (came - 20), 100 * came);
        assertThat(told).allMatch(e -> e.bytes() == LinkPassive.Entry.UNKNOWN_BYTES);
        // The first report is the base of the sender's view.
        long before = seen.getFirst().sent();
        long beforeLost = seen.getFirst().lost();
        assertThat(sum(told, LinkPassive.Entry::sent) + before)
                .isEqualTo(sum(seen, LinkPassive.Entry::sent));
        assertThat(sum(told, LinkPassive.Entry::lost) + beforeLost)
                .isEqualTo(sum(seen, LinkPassive.Entry::lost))
                .isBetween(900L, 1_100L);
        assertThat(told.size()).isLessThan(seen.size() * 3 / 4);
    }

    @Test
    void aLatePacketIsLostOnlyUntilItComes() {
        long now = MS;
        for (int seq : new int[] {1, 2, 4}) {
            received.accept(0, 1, seq, seq, seq);
        }
        seen.add(atB.seen(now).orElseThrow());
        assertThat(seen.getLast().lost()).isEqualTo(1);
        received.accept(0, 1, 3, 3, 3);
        seen.add(atB.seen(now).orElseThrow());
        assertThat(seen.getLast().reordered()).isEqualTo(1);
        received.accept(0, 1, 6, 6, 6);
        seen.add(atB.seen(now).orElseThrow());
        assertThat(sum(seen, LinkPassive.Entry::lost)).isEqualTo(received.lostSoFar());
        assertThat(atB.seen(now)).isEmpty();
    }

    @Test
    void reportsEndASecondAfterTheLastDatagram() {
        received.accept(0, 1, 1, 1, 1);
        atB.onDatagram(MS, 100);
        int reports = 0;
        while (atB.nextDeadlineNs() != Long.MAX_VALUE) {
            reports += atB.isDue(atB.nextDeadlineNs()) ? 1 : 0;
        }
        assertThat(reports).isEqualTo(50);
    }

    @Test
    void oldAndImpossibleReportsAreIgnored() {
        ByteBuffer b = ByteBuffer.allocate(28);
        for (int seq = 1; seq <= 100; seq++) {
            received.accept(0, 1, seq, seq, seq);
        }
        atB.write(b, 0);
        assertThat(atA.onReport(MS, 5, 99, 0, b, 0)).as("more than was sent").isEmpty();
        assertThat(atA.onReport(MS, 5, 100, 0, b, 0)).as("the first is the base").isEmpty();
        received.accept(0, 1, 101, 101, 101);
        atB.write(b, 0);
        assertThat(atA.onReport(MS, 4, 101, 0, b, 0)).as("overtaken").isEmpty();
        assertThat(atA.onReport(MS, 6, 101, 0, b, 0)).isPresent();
    }

    @Test
    void countsOfALostReportComeLaterButItsTimesDoNot() {
        ByteBuffer b = ByteBuffer.allocate(28);
        received.accept(0, 1, 1, 1, 1);
        atB.write(b, 0);
        atB.seen(MS);
        atA.onReport(MS, 1, 1, 0, b, 0);
        received.accept(0, 1, 2, 2, 2);
        atB.write(b, 0); // lost on its way
        atB.seen(2 * MS);
        atB.write(b, 0);
        LinkPassive.Entry entry = atA.onReport(3 * MS, 3, 2, 0, b, 0).orElseThrow();
        assertThat(entry.sent()).isEqualTo(1);
        assertThat(entry.lost()).isZero();
        assertThat(entry.timed()).as("nothing came since the lost report").isFalse();
    }

    @Test
    void aFarEndThatRestartedBeginsANewBase() {
        ByteBuffer b = ByteBuffer.allocate(28);
        for (int seq = 1; seq <= 100; seq++) {
            received.accept(0, 1, seq, seq, seq);
        }
        atB.write(b, 0);
        atA.onReport(MS, 1, 100, 0, b, 0);
        LinkReceiveState anew = new LinkReceiveState();
        LinkReports restarted = new LinkReports(LINK.reverse(), anew);
        anew.accept(0, 1, 110, 110, 110);
        restarted.write(b, 0);
        assertThat(atA.onReport(2 * MS, 2, 120, 0, b, 0)).isEmpty();
        anew.accept(0, 1, 112, 112, 112);
        restarted.write(b, 0);
        LinkPassive.Entry entry = atA.onReport(3 * MS, 3, 120, 0, b, 0).orElseThrow();
        assertThat(entry.sent()).isEqualTo(2);
        assertThat(entry.lost()).isEqualTo(1);
    }

    @Test
    void aFarEndThatClaimsMoreThanCameHidesNoLossForLong() {
        ByteBuffer b = ByteBuffer.allocate(28);
        LinkReportPacket.counts(b, 0, 1_000, 1_000, 0, 0);
        LinkReportPacket.times(b, 0, 0, 1, 0);
        atA.onReport(MS, 1, 1_000, 0, b, 0);
        LinkReportPacket.counts(b, 0, 1_000, 2_000_000_000, 0, 0);
        atA.onReport(2 * MS, 2, 1_000, 0, b, 0);
        int window = LinkReceiveState.WINDOW;
        LinkReportPacket.counts(b, 0, 1_000 + 2 * window, 2_000_000_000, 0, 0);
        assertThat(atA.onReport(3 * MS, 3, 1_000 + 2 * window, 0, b, 0).orElseThrow().lost())
                .isEqualTo(window);
    }

    @Test
    void reportsThatComeTogetherAreTwoIntervals() {
        ByteBuffer b = ByteBuffer.allocate(28);
        LinkReportPacket.times(b, 0, 0, 1, 0);
        for (int seq = 1; seq <= 3; seq++) {
            LinkReportPacket.counts(b, 0, 10 * seq, 9 * seq, 0, 0);
            atA.onReport(MS, seq, 100, 0, b, 0).ifPresent(told::add);
        }
        assertThat(told).hasSize(2).allMatch(e -> e.intervalNs() > 0 && e.lost() == 1);
    }
}
