package rhumb.southbound.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import rhumb.net.Epoch;
import rhumb.southbound.rule.Rule;
import rhumb.southbound.rule.RuleKey;
import rhumb.southbound.session.Outbox;
import rhumb.southbound.wire.Samples;

class CoalescingTest {
    private final Random random = new Random(4);
    private final Samples samples = new Samples(random);

    @Test
    void mergedUpdatesHaveTheEffectOfAllOfThemInTurn() {
        for (int round = 0; round < 3_000; round++) {
            Map<RuleKey, Rule> inTurn = new LinkedHashMap<>();
            Epoch base = new Epoch(1, 1);
            Message merged = new RuleUpdate.Delta(base, base, List.of(), List.of(), List.of());
            for (int i = 0; i < 5; i++) {
                RuleUpdate update = (RuleUpdate) samples.of(Message.Kind.RULE_UPDATE);
                if (update instanceof RuleUpdate.Delta d) {
                    update = new RuleUpdate.Delta(d.epoch(), base, d.put(), d.remove(), List.of());
                    apply(inTurn, (RuleUpdate.Delta) update);
                } else if (update instanceof RuleUpdate.FullSync f) {
                    inTurn.clear();
                    f.rules().forEach(rule -> inTurn.put(rule.key(), rule));
                }
                merged = update.over(merged);
            }
            Map<RuleKey, Rule> atOnce = new LinkedHashMap<>();
            if (merged instanceof RuleUpdate.Delta d) {
                assertThat(d.base()).isEqualTo(base);
                apply(atOnce, d);
            } else {
                ((RuleUpdate.FullSync) merged)
                        .rules()
                        .forEach(rule -> atOnce.put(rule.key(), rule));
            }
            assertThat(atOnce).isEqualTo(inTurn);
        }
    }

    private static void apply(Map<RuleKey, Rule> rules, RuleUpdate.Delta delta) {
        List<Rule> result = delta.applied(new ArrayList<>(rules.values()));
        rules.clear();
        result.forEach(rule -> rules.put(rule.key(), rule));
    }

    @Test
    void whatWaitsForASlowPeerIsBoundedAndNewest() {
        Outbox outbox = new Outbox();
        LinkReport last = new LinkReport(0, false, List.of(), List.of());
        for (int i = 0; i < 10_000; i++) {
            outbox.offer(samples.any());
            last = new LinkReport(i, false, List.of(), List.of());
            outbox.offer(last);
        }
        int kinds = 0;
        for (Message next = outbox.poll(); next != null; next = outbox.poll()) {
            kinds++;
            if (next instanceof LinkReport report) {
                assertThat(report.seq()).isEqualTo(last.seq());
                assertThat(report.estimates()).hasSizeLessThan(20 * 21 * 4 * 2);
                assertThat(report.traces()).hasSizeLessThanOrEqualTo(TraceReport.MAX_TRACES);
            }
            if (next instanceof LinkPassive passive) {
                assertThat(passive.links()).hasSizeLessThanOrEqualTo(LinkPassive.MAX_ENTRIES);
            }
        }
        assertThat(kinds).isEqualTo(Message.Kind.values().length);
        assertThat(outbox.coalesced()).isGreaterThan(19_000);
    }
}
