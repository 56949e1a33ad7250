package rhumb.sim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventHeapTest {
    private record Event(long atNs, int order) implements Runnable {
        @Override
        public void run() {}
    }

    /** Against a list that is sorted, with few different times and pops between the adds. */
    @Test
    void eventsComeByTimeAndThenInTheOrderInWhichTheyWereAdded() {
        Random random = new Random(3);
        EventHeap heap = new EventHeap();
        List<Event> expected = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            if (random.nextInt(5) < 3 || expected.isEmpty()) {
                Event event = new Event(random.nextInt(200), i);
                heap.add(event.atNs(), event);
                expected.add(event);
            } else {
                Event first =
                        expected.stream()
                                .min(
                                        Comparator.comparingLong(Event::atNs)
                                                .thenComparingInt(Event::order))
                                .orElseThrow();
                assertThat(heap.firstNs()).isEqualTo(first.atNs());
                assertThat(heap.removeFirst()).isEqualTo(first);
                expected.remove(first);
            }
        }
        while (!expected.isEmpty()) {
            expected.remove((Event) heap.removeFirst());
        }
        assertThat(heap.firstNs()).isEqualTo(Long.MAX_VALUE);
    }
}
