package rhumb.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InboxTest {
    @Test
    void dropsTheNewestAndCountsWhenFull() {
        int[] wakeups = {0};
        Inbox<String> inbox = new Inbox<>(4, () -> wakeups[0]++);
        for (int i = 0; i < 6; i++) {
            assertThat(inbox.offer("item " + i)).isEqualTo(i < 4);
        }
        assertThat(wakeups[0]).isEqualTo(6);
        assertThat(inbox.dropped()).isEqualTo(2);
        List<String> taken = new ArrayList<>();
        assertThat(inbox.drain(taken::add)).isEqualTo(4);
        assertThat(taken).containsExactly("item 0", "item 1", "item 2", "item 3");
        assertThat(inbox.poll()).isNull();
    }

    @Test
    void drainLeavesWhatIsOfferedMeanwhile() {
        Inbox<Integer> inbox = new Inbox<>(8, () -> {});
        inbox.offer(1);
        assertThat(inbox.drain(i -> inbox.offer(i + 1))).isEqualTo(1);
        assertThat(inbox.poll()).isEqualTo(2);
    }

    @Test
    void keepsTheOrderOfEachProducer() throws InterruptedException {
        Inbox<int[]> inbox = new Inbox<>(1 << 14, () -> {});
        List<Thread> producers = new ArrayList<>();
        for (int p = 0; p < 4; p++) {
            int producer = p;
            producers.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                for (int i = 0; i < 1_000; i++) {
                                    inbox.offer(new int[] {producer, i});
                                }
                            }));
        }
        int[] next = new int[4];
        int taken = 0;
        while (taken < 4_000) {
            int[] item = inbox.poll();
            if (item != null) {
                assertThat(item[1]).isEqualTo(next[item[0]]++);
                taken++;
            }
        }
        for (Thread producer : producers) {
            producer.join();
        }
        assertThat(inbox.isEmpty()).isTrue();
        assertThat(inbox.dropped()).isZero();
    }
}
