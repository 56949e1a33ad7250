package rhumb.forward.protect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PacketRingTest {
    @Test
    void keepsTheNewestAndNeverWrongBytes() {
        for (int seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            RingMemory memory = new RingMemory(1 << (16 + random.nextInt(4)));
            PacketRing ring = new PacketRing(memory);
            long keepNs = random.nextInt(400);
            int[] length = new int[5_000];
            int number = 0;
            for (long now = 0; number < length.length - 2; now++) {
                number += random.nextInt(20) == 0 ? 2 : 1;
                length[number] = 1 + random.nextInt(1_400);
                int to = ring.put(now, number, length[number], keepNs);
                assertThat(to).isNotNegative();
                for (int i = 0; i < length[number]; i++) {
                    ring.bytes()[to + i] = (byte) (number * 31 + i);
                }
                int asked = number - random.nextInt(Math.min(number, 200));
                int at = ring.at(asked);
                if (at >= 0) {
                    assertThat(ring.length(asked)).isEqualTo(length[asked]);
                    int i = random.nextInt(length[asked]);
                    assertThat(ring.bytes()[at + i]).isEqualTo((byte) (asked * 31 + i));
                }
                assertThat(ring.at(number)).isEqualTo(to);
            }
            ring.close();
            assertThat(memory.usedBytes()).isZero();
        }
    }

    @Test
    void growsWhileYoungPacketsWouldGoAndNoFurther() {
        RingMemory memory = new RingMemory(1L << 30);
        PacketRing ring = new PacketRing(memory);
        for (int n = 1; n < 400; n++) {
            ring.put(n, n, 1_000, 100);
        }
        // 100 packets of 1,000 bytes are to be kept: 128 KiB hold them.
        assertThat(ring.bytes().length).isEqualTo(1 << 17);
        assertThat(ring.at(300)).isNotNegative();
        for (int n = 400; n < 20_000; n++) {
            ring.put(n, n, 1_000, Long.MAX_VALUE);
        }
        assertThat(ring.bytes().length).isEqualTo(PacketRing.MAX_BYTES);
    }

    @Test
    void withoutMemoryThereIsNoRing() {
        PacketRing ring = new PacketRing(new RingMemory(100));
        assertThat(ring.put(1, 1, 50, 10)).isNegative();
        assertThat(ring.at(1)).isNegative();
    }
}
