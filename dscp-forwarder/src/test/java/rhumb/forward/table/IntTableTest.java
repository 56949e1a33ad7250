package rhumb.forward.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class IntTableTest {
    @Test
    void doesWhatAMapDoes() {
        SplittableRandom random = new SplittableRandom(3);
        IntTable table = new IntTable();
        Map<Integer, Integer> map = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            int key = random.nextInt(random.nextInt(1, 700));
            if (random.nextInt(3) == 0) {
                Integer before = map.remove(key);
                assertThat(table.remove(key)).isEqualTo(before == null ? IntTable.NONE : before);
            } else {
                table.put(key, i);
                map.put(key, i);
            }
            int other = random.nextInt(2_000);
            assertThat(table.get(other)).isEqualTo(map.getOrDefault(other, IntTable.NONE));
        }
    }
}
