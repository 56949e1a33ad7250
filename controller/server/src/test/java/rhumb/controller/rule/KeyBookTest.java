package rhumb.controller.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import rhumb.southbound.rule.KeyRule;
import rhumb.southbound.rule.PublicKey;
import rhumb.southbound.rule.Rule;
import rhumb.southbound.rule.UplinkRule;

class KeyBookTest {
    private final KeyBook book = new KeyBook();

    private static PublicKey key(int generation, long value) {
        return new PublicKey(generation, value, 0, 0, 0);
    }

    @Test
    void whatAForwarderTellsGoesIntoTheRulesOfItsNeighbours() {
        assertThat(book.rule(7)).isNull();
        assertThat(book.onKeys(7, List.of(key(1, 10)))).isTrue();
        assertThat(book.onKeys(7, List.of(key(1, 10)))).as("nothing new").isFalse();
        assertThat(book.onKeys(7, List.of(key(1, 10), key(2, 20)))).isTrue();
        assertThat(book.rule(7)).isEqualTo(new KeyRule(7, List.of(key(1, 10), key(2, 20))));
    }

    @Test
    void aRestartedControllerReadsTheNewestFromTheNeighbours() {
        List<Rule> behind =
                List.of(new UplinkRule("main", 0), new KeyRule(7, List.of(key(255, 1))));
        List<Rule> newest = List.of(new KeyRule(7, List.of(key(255, 1), key(0, 2))));
        assertThat(book.onInstalled(behind)).containsExactly(7);
        assertThat(book.onInstalled(newest)).as("0 follows 255").containsExactly(7);
        assertThat(book.onInstalled(behind)).isEmpty();
        assertThat(book.rule(7)).isEqualTo(newest.getFirst());
    }

    @Test
    void theOwnerKnowsBest() {
        book.onKeys(7, List.of(key(3, 30)));
        assertThat(book.onInstalled(List.of(new KeyRule(7, List.of(key(4, 40)))))).isEmpty();
        assertThat(book.rule(7)).isEqualTo(new KeyRule(7, List.of(key(3, 30))));
    }
}
