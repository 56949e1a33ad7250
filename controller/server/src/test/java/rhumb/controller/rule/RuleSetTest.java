package rhumb.controller.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import rhumb.net.PopId;
import rhumb.southbound.rule.PopRule;
import rhumb.southbound.rule.QueueSettings;
import rhumb.southbound.rule.Rule;
import rhumb.southbound.rule.RuleKey;
import rhumb.southbound.rule.UplinkRule;

class RuleSetTest {
    private static final int NUMBERS = 12;

    @Test
    void isWhatAMapOfItsRulesWouldBe() {
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < 500; round++) {
            List<Rule> some = rules(random);
            List<Rule> others = rules(random);
            RuleSet set = RuleSet.of(some);
            RuleSet wanted = RuleSet.of(others);
            Map<RuleKey, Rule> map = map(some);
            Map<RuleKey, Rule> wantedMap = map(others);
            assertThat(set.rules()).containsExactlyInAnyOrderElementsOf(map.values());
            assertThat(set.to(wanted).put())
                    .containsExactlyInAnyOrderElementsOf(
                            wantedMap.values().stream()
                                    .filter(rule -> !rule.equals(map.get(rule.key())))
                                    .toList());
            assertThat(set.to(wanted).remove())
                    .containsExactlyInAnyOrderElementsOf(
                            map.keySet().stream()
                                    .filter(key -> !wantedMap.containsKey(key))
                                    .toList());
            assertThat(set.differs(wanted)).isEqualTo(!map.equals(wantedMap));
            Rule one = rule(random);
            map.put(one.key(), one);
            RuleSet changed = set.with(one);
            assertThat(changed.rules()).isEqualTo(RuleSet.of(map.values()).rules());
            assertThat(changed.rule(one.key())).isEqualTo(one);
            assertThat(changed.size()).isEqualTo(map.size());
            Set<RuleKey> gone = new HashSet<>(map(rules(random)).keySet());
            Map<RuleKey, Rule> more = map(rules(random));
            gone.removeAll(more.keySet());
            map.putAll(more);
            map.keySet().removeAll(gone);
            assertThat(changed.with(more.values(), gone).rules())
                    .isEqualTo(RuleSet.of(map.values()).rules());
            assertThat(set.rule(new PopRule(NUMBERS + 1, new PopId("x"), false).key())).isNull();
        }
    }

    private static Map<RuleKey, Rule> map(List<Rule> rules) {
        Map<RuleKey, Rule> map = new HashMap<>();
        rules.forEach(rule -> map.put(rule.key(), rule));
        return map;
    }

    private static List<Rule> rules(SplittableRandom random) {
        List<Rule> rules = new ArrayList<>();
        int count = random.nextInt(2 * NUMBERS);
        for (int i = 0; i < count; i++) {
            rules.add(rule(random));
        }
        return rules;
    }

    private static Rule rule(SplittableRandom random) {
        int number = 1 + random.nextInt(NUMBERS);
        return random.nextInt(4) == 0
                ? new UplinkRule("u" + number, random.nextInt(3), QueueSettings.STANDARD)
                : new PopRule(number, new PopId("p" + number), random.nextBoolean());
    }
}
