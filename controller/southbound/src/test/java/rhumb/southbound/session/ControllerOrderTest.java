package rhumb.southbound.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import rhumb.net.PopId;

class ControllerOrderTest {
    private static final int POPS = 3_000;

    private static String nearest(List<String> entries, int pop) {
        return ControllerOrder.of(entries, new PopId("p" + pop)).getFirst();
    }

    @Test
    void nearerEntriesStayBeforeFartherOnes() {
        assertThat(ControllerOrder.of(List.of("a:1", "b:1", "c:1"), new PopId("sin")))
                .containsExactly("a:1", "b:1", "c:1");
        for (int pop = 0; pop < 100; pop++) {
            List<String> order =
                    ControllerOrder.of(List.of("a:1, b:1", "c:1,d:1 ,e:1"), new PopId("p" + pop));
            assertThat(order.subList(0, 2)).containsExactlyInAnyOrder("a:1", "b:1");
            assertThat(order.subList(2, 5)).containsExactlyInAnyOrder("c:1", "d:1", "e:1");
        }
    }

    @Test
    void popsWithOneListSpreadOverThoseThatAreEquallyNear() {
        Map<String, Integer> counts = new HashMap<>();
        for (int pop = 0; pop < POPS; pop++) {
            counts.merge(nearest(List.of("a:1,b:1,c:1"), pop), 1, Integer::sum);
        }
        assertThat(counts).hasSize(3);
        assertThat(counts.values()).allSatisfy(n -> assertThat(n).isBetween(900, 1_100));
    }

    @Test
    void theOrderInAnEntryDoesNotMatterAndOneLessMovesNoOtherPop() {
        List<String> moved = new ArrayList<>();
        for (int pop = 0; pop < POPS; pop++) {
            String before = nearest(List.of("a:1,b:1,c:1"), pop);
            assertThat(nearest(List.of("c:1,a:1,b:1"), pop)).isEqualTo(before);
            if (!nearest(List.of("a:1,b:1"), pop).equals(before)) {
                moved.add(before);
            }
        }
        assertThat(moved).isNotEmpty().allMatch("c:1"::equals);
    }

    @Test
    void thoseOfALostOneSpreadOverTheOthers() {
        Map<String, Integer> seconds = new HashMap<>();
        for (int pop = 0; pop < POPS; pop++) {
            List<String> order = ControllerOrder.of(List.of("a:1,b:1,c:1"), new PopId("p" + pop));
            if (order.getFirst().equals("a:1")) {
                seconds.merge(order.get(1), 1, Integer::sum);
            }
        }
        assertThat(seconds.values()).hasSize(2).allSatisfy(n -> assertThat(n).isGreaterThan(400));
    }
}
