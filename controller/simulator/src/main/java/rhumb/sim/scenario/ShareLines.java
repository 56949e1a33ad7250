package rhumb.sim.scenario;

import java.util.List;
import rhumb.net.TrafficClass;
import rhumb.southbound.rule.TenantRule;

/** Reads {@code queue} and {@code tenant}. */
final class ShareLines {
    private static final List<String> WORDS = List.of("cap", "reserve");

    private ShareLines() {}

    static void queue(Words words, Draft draft) {
        String name = words.take();
        List<String> classes =
                TrafficClass.ALL.stream()
                        .filter(c -> c != TrafficClass.VIDEO_KEY)
                        .map(TrafficClass::label)
                        .toList();
        if (!classes.contains(name)) {
            words.complaints().expectedOneOf(words.line(), "queue", "a class", classes, name);
            words.skipRest();
            return;
        }
        TrafficClass c = TrafficClass.parse(name);
        long[] rates = rates(words, "queue");
        if (draft.shares.putIfAbsent("class " + name, new ShareSpec(c, "", rates[0], rates[1]))
                != null) {
            words.say("queue", "class " + name + " stands here a second time; remove one");
        }
    }

    static void tenant(Words words, Draft draft) {
        String name = words.take();
        if (!StreamLines.NAME.matcher(name).matches()) {
            words.complaints()
                    .expected(
                            words.line(),
                            "tenant",
                            "a name of 1 to 32 letters, digits, dots, hyphens and underscores",
                            name);
        }
        if (draft.tenantNames().size() == TenantRule.MAX_TENANTS) {
            words.say("tenant", "expected at most " + TenantRule.MAX_TENANTS + " tenants");
        }
        long[] rates = rates(words, "tenant");
        if (draft.shares.putIfAbsent(
                        "tenant " + name, new ShareSpec(null, name, rates[0], rates[1]))
                != null) {
            words.say("tenant", "tenant \"" + name + "\" stands here a second time; remove one");
        }
    }

    /** Cap and reservation, in any order. */
    private static long[] rates(Words words, String field) {
        long[] rates = new long[2];
        while (words.hasMore()) {
            String word = words.take();
            int which = WORDS.indexOf(word);
            if (which < 0) {
                words.complaints()
                        .expectedOneOf(words.line(), field, "a word of shares", WORDS, word);
                words.skipRest();
            } else {
                rates[which] = words.value(word, Quantity.RATE, Quantity::rate, 0);
            }
        }
        if (rates[0] > 0 && rates[1] > rates[0]) {
            words.say("reserve", "expected no more reserved than the cap allows");
        }
        return rates;
    }
}
