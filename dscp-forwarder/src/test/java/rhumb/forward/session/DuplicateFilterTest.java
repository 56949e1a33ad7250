package rhumb.forward.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DuplicateFilterTest {
    /** Two copies of each packet, the later of which takes up to a second more. */
    private static final int LATER_US = 1_000_000;

    @Test
    void atAnyRateEachPacketIsGivenOutOnceHoweverMuchLaterItsCopyComes() {
        for (int perSecond : new int[] {20, 50, 64, 100, 333, 500, 1_000}) {
            DuplicateFilter filter = new DuplicateFilter();
            Feed feed = new Feed(filter, perSecond);
            feed.run(0, 4_000);
            assertThat(feed.firsts).as("%d packets/s", perSecond).isEqualTo(4_000);
            assertThat(filter.duplicates()).as("%d packets/s", perSecond).isEqualTo(4_000);
        }
    }

    @Test
    void whoGetsFasterIsFollowed() {
        DuplicateFilter filter = new DuplicateFilter();
        Feed slow = new Feed(filter, 50);
        slow.run(0, 1_000);
        Feed fast = new Feed(filter, 1_000);
        fast.startUs = 1_000 * 20_000 + LATER_US;
        fast.run(1_000, 5_000);
        assertThat(slow.firsts + fast.firsts).isEqualTo(6_000);
        assertThat(filter.duplicates()).isEqualTo(6_000);
    }

    @Test
    void aPathThatIsASecondShorterLosesNothingOfTheLongOne() {
        for (int perSecond : new int[] {50, 333, 1_000}) {
            DuplicateFilter filter = new DuplicateFilter();
            int gapUs = 1_000_000 / perSecond;
            int switched = 3 * perSecond;
            int overtaken = LATER_US / gapUs;
            for (int seq = 0; seq < switched; seq++) {
                assertThat(filter.isFirst(seq, seq * gapUs)).isTrue();
            }
            // The last second of the long path comes beside what takes the short one.
            for (int i = 0; i < overtaken; i++) {
                int onShort = switched + overtaken + i;
                assertThat(filter.isFirst(onShort, onShort * gapUs)).isTrue();
                int onLong = switched + i;
                assertThat(filter.isFirst(onLong, onLong * gapUs)).isTrue();
                assertThat(filter.isFirst(onLong, onLong * gapUs)).isFalse();
            }
            assertThat(filter.reordered()).isEqualTo(overtaken);
        }
    }

    @Test
    void repairThatTakesLongerAndLongerIsFollowed() {
        DuplicateFilter filter = new DuplicateFilter();
        int gapUs = 20_000;
        record Arrival(int seq, int atNumber) {}
        List<Arrival> arrivals = new ArrayList<>();
        for (int seq = 0; seq < 5_000; seq++) {
            // Each tenth is lost, and comes up to 10 s late, which links may be told to allow.
            int lateBy = seq % 10 == 9 ? Math.min(500, seq / 2) : 0;
            arrivals.add(new Arrival(seq, seq + lateBy));
        }
        arrivals.sort((a, b) -> Integer.compare(a.atNumber, b.atNumber));
        for (Arrival a : arrivals) {
            assertThat(filter.isFirst(a.seq, a.seq * gapUs)).as("%s", a).isTrue();
            assertThat(filter.isFirst(a.seq, a.seq * gapUs)).as("%s again", a).isFalse();
        }
    }

    private static final class Feed {
        private final DuplicateFilter filter;
        private final int gapUs;
        private final Random random = new Random(7);
        int startUs = -5_000_000; // wraps soon
        int firsts;

        Feed(DuplicateFilter filter, int perSecond) {
            this.filter = filter;
            gapUs = 1_000_000 / perSecond;
        }

        void run(int from, int count) {
            record Arrival(int seq, int ingressUs, long atUs) {}
            List<Arrival> arrivals = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int ingressUs = startUs + i * gapUs;
                arrivals.add(new Arrival(from + i, ingressUs, (long) i * gapUs));
                long later = (long) i * gapUs + 1 + random.nextInt(LATER_US);
                arrivals.add(new Arrival(from + i, ingressUs, later));
            }
            arrivals.sort((a, b) -> Long.compare(a.atUs, b.atUs));
            for (Arrival a : arrivals) {
                firsts += filter.isFirst(a.seq, a.ingressUs) ? 1 : 0;
            }
        }
    }
}
