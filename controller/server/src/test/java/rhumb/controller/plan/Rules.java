package rhumb.controller.plan;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.controller.intent.RuleIntent;
import rhumb.controller.intent.RuleIntent.Forbid;
import rhumb.controller.intent.RuleIntent.Limit;
import rhumb.controller.intent.RuleIntent.Pin;
import rhumb.controller.intent.RuleIntent.Surcharge;
import rhumb.controller.intent.RuleIntent.Target;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.net.UplinkId;

/** Rules for tests, named after what they do. */
final class Rules {
    private Rules() {}

    static RuleIntent pin(boolean hard, String... pops) {
        List<PopId> path = Arrays.stream(pops).map(PopId::new).toList();
        return rule("pin", null, null, new Pin(path, List.of(), hard), null, null, null, null);
    }

    static RuleIntent drainPop(String pop) {
        Target target = new Target(new PopId(pop), null, null, null);
        return rule("drain", null, null, null, target, null, null, null);
    }

    static RuleIntent drainUplink(String uplink) {
        Target target = new Target(null, UplinkId.parse(uplink), null, null);
        return rule("drain", null, null, null, target, null, null, null);
    }

    static RuleIntent avoidLink(@Nullable String from, @Nullable String to, String link, int us) {
        Surcharge avoid = new Surcharge(null, null, LinkId.parse(link), null, us);
        return rule("avoid", from, to, null, null, avoid, null, null);
    }

    static RuleIntent preferPop(@Nullable String from, @Nullable String to, String pop, int us) {
        Surcharge prefer = new Surcharge(new PopId(pop), null, null, null, us);
        return rule("prefer", from, to, null, null, null, prefer, null);
    }

    static RuleIntent maxDelay(@Nullable String from, @Nullable String to, long ms) {
        Limit limit = new Limit(ms * 1_000_000, null, null, null);
        return rule("limit", from, to, null, null, null, null, limit);
    }

    static RuleIntent maxLinks(int links) {
        Limit limit = new Limit(null, links, null, null);
        return rule("limit", null, null, null, null, null, null, limit);
    }

    static RuleIntent minRate(long bps) {
        Limit limit = new Limit(null, null, bps, null);
        return rule("limit", null, null, null, null, null, null, limit);
    }

    static RuleIntent forbidPop(String pop) {
        return forbid(new Forbid(List.of(), List.of(), List.of(new PopId(pop))));
    }

    static RuleIntent forbidCountry(String country) {
        return forbid(new Forbid(List.of(), List.of(country), List.of()));
    }

    static RuleIntent forbidProvider(String provider) {
        return forbid(new Forbid(List.of(provider), List.of(), List.of()));
    }

    private static RuleIntent forbid(Forbid forbid) {
        Limit limit = new Limit(null, null, null, forbid);
        return rule("forbid", null, null, null, null, null, null, limit);
    }

    private static RuleIntent rule(
            String name,
            @Nullable String from,
            @Nullable String to,
            @Nullable Pin pin,
            @Nullable Target drain,
            @Nullable Surcharge avoid,
            @Nullable Surcharge prefer,
            @Nullable Limit limit) {
        return new RuleIntent(
                name,
                List.of(TrafficClass.AUDIO, TrafficClass.VIDEO),
                from == null ? null : new PopId(from),
                to == null ? null : new PopId(to),
                pin,
                drain,
                avoid,
                prefer,
                limit);
    }
}
