package rhumb.forward.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CodelTest {
    private static final long MS = 1_000_000L;
    private static final long TARGET_NS = 5 * MS;
    private static final long INTERVAL_NS = 100 * MS;

    private record Packet(int number, long sinceNs, int bytes) {}

    private record Fate(int number, boolean dropped) {}

    /** The pseudo code of RFC 8289 section 5, word for word. */
    private static final class Reference {
        final Deque<Packet> queue = new ArrayDeque<>();
        final List<Fate> fates = new ArrayList<>();
        private long firstAbove;
        private long dropNext;
        private int count;
        private int lastCount;
        private boolean dropping;
        private boolean okToDrop;

        private @Nullable Packet doDequeue(long now) {
            Packet p = queue.poll();
            okToDrop = false;
            if (p == null) {
                firstAbove = 0;
            } else {
                long sojourn = now - p.sinceNs;
                long backlog = queue.stream().mapToLong(Packet::bytes).sum();
                if (sojourn < TARGET_NS || backlog <= Codel.MAX_PACKET_BYTES) {
                    firstAbove = 0;
                } else if (firstAbove == 0) {
                    firstAbove = now + INTERVAL_NS;
                } else if (now >= firstAbove) {
                    okToDrop = true;
                }
            }
            return p;
        }

        void dequeue(long now) {
            Packet p = doDequeue(now);
            if (dropping) {
                if (!okToDrop) {
                    dropping = false;
                }
                while (now >= dropNext && dropping) {
                    drop(p);
                    count++;
                    p = doDequeue(now);
                    if (!okToDrop) {
                        dropping = false;
                    } else {
                        dropNext = controlLaw(dropNext);
                    }
                }
            } else if (okToDrop) {
                drop(p);
                p = doDequeue(now);
                dropping = true;
                int delta = count - lastCount;
                count = 1;
                if (delta > 1 && now - dropNext < 16 * INTERVAL_NS) {
                    count = delta;
                }
                dropNext = controlLaw(now);
                lastCount = count;
            }
            if (p != null) {
                fates.add(new Fate(p.number, false));
            }
        }

        private void drop(@Nullable Packet p) {
            fates.add(new Fate(java.util.Objects.requireNonNull(p).number, true));
        }

        private long controlLaw(long t) {
            return t + (long) (INTERVAL_NS / Math.sqrt(count));
        }
    }

    /** The same queue as the scheduler runs it. */
    private static final class Ours {
        final Deque<Packet> queue = new ArrayDeque<>();
        final List<Fate> fates = new ArrayList<>();
        private final Codel codel = new Codel();

        void dequeue(long now) {
            while (!queue.isEmpty()) {
                Packet p = queue.remove();
                long backlog = queue.stream().mapToLong(Packet::bytes).sum();
                boolean drops = codel.drops(now, now - p.sinceNs, backlog, TARGET_NS, INTERVAL_NS);
                fates.add(new Fate(p.number, drops));
                if (!drops) {
                    return;
                }
            }
            codel.onEmpty(now, INTERVAL_NS);
        }
    }

    @Test
    void dropsWhatThePseudoCodeDrops() {
        int dropped = 0;
        for (int seed = 1; seed <= 50; seed++) {
            Random random = new Random(seed);
            Reference reference = new Reference();
            Ours ours = new Ours();
            long now = 1;
            int number = 0;
            int burst = 1 + random.nextInt(4);
            for (int step = 0; step < 3_000; step++) {
                // Load goes up and down, so that the dropping state begins and ends many times.
                int arrivals = step / 200 % 3 == 2 ? 0 : random.nextInt(burst + 1);
                for (int i = 0; i < arrivals; i++) {
                    Packet p = new Packet(number++, now, 100 + random.nextInt(1_300));
                    reference.queue.add(p);
                    ours.queue.add(p);
                }
                now += random.nextInt(3_000_000);
                reference.dequeue(now);
                ours.dequeue(now);
            }
            assertThat(ours.fates).as("seed %d", seed).isEqualTo(reference.fates);
            dropped += (int) ours.fates.stream().filter(Fate::dropped).count();
        }
        assertThat(dropped).isGreaterThan(1_000);
    }

    @Test
    void aShortBurstLosesNothing() {
        Ours ours = new Ours();
        for (int i = 0; i < 90; i++) {
            ours.queue.add(new Packet(i, 0, 1_000));
        }
        for (int i = 0; i < 90; i++) {
            ours.dequeue(i * MS);
        }
        assertThat(ours.fates).noneMatch(Fate::dropped);
    }
}
