package rhumb.controller.intent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rhumb.net.Meaning;
import rhumb.net.Phb;
import rhumb.net.TrafficClass;
import rhumb.southbound.rule.QueueSettings;

/** How the queue of each uplink treats classes. Every component may be left out. */
public record QueueIntent(
        @Meaning("share of the rate that signalling and audio get ahead of all others") @Defaulted
                Integer strictPercent,
        @Meaning("whether packets of ECN-capable flows are marked where others are dropped early")
                @Defaulted
                Boolean ecn,
        @Meaning(
                        "whose code point is on the wire (RFC 2983): the class's (`pipe`) or the"
                                + " packet's own (`uniform`)")
                @Defaulted
                Model model,
        @Meaning("how long packets of live, bulk, default and log may wait for long") @Defaulted
                Long codelTargetNs,
        @Meaning("how long they may wait longer") @Defaulted Long codelIntervalNs,
        @Meaning(
                        "classes that are not as usual; `video` stands for `video-key` too, which"
                                + " shares its queue")
                @Defaulted
                Map<TrafficClass, ClassIntent> classes) {
    private static final QueueSettings USUAL = QueueSettings.STANDARD;

    /** Models of RFC 2983. */
    public enum Model {
        /** The class's on the wire, the packet's own again behind it. */
        PIPE,
        /** The packet's own on the wire, and behind it what the wire made of it. */
        UNIFORM
    }

    /** One class at each uplink. */
    public record ClassIntent(
            @Meaning(
                            "of what strict classes leave, relative to the others; left out: the class's own")
                    @Defaulted
                    @Nullable Integer weight,
            @Meaning("most that is sent, on the wire; left out: no cap") @Defaulted long capBps,
            @Meaning("what stays free for the class") @Defaulted long reserveBps) {
        public ClassIntent {
            Checks.rates("queues: classes", capBps, reserveBps);
        }
    }

    public QueueIntent {
        strictPercent =
                strictPercent == null ? Integer.valueOf(USUAL.strictPercent()) : strictPercent;
        ecn = ecn == null ? Boolean.valueOf(USUAL.ecn()) : ecn;
        model = model == null ? Model.PIPE : model;
        codelTargetNs = codelTargetNs == null ? Long.valueOf(USUAL.codelTargetNs()) : codelTargetNs;
        codelIntervalNs =
                codelIntervalNs == null ? Long.valueOf(USUAL.codelIntervalNs()) : codelIntervalNs;
        Map<TrafficClass, ClassIntent> all = new EnumMap<>(TrafficClass.class);
        all.putAll(classes == null ? Map.of() : classes);
        classes = Collections.unmodifiableMap(all);
        Checks.range("queues: strict-percent", strictPercent, 1, 100);
        Checks.range("queues: codel-target in us", codelTargetNs / 1_000, 100, 1_000_000);
        Checks.that(
                codelIntervalNs >= codelTargetNs && codelIntervalNs <= 10_000_000_000L,
                "queues: codel-interval is "
                        + codelIntervalNs / 1_000_000
                        + " ms: expected codel-target to 10 s");
        Checks.that(
                !classes.containsKey(TrafficClass.VIDEO_KEY),
                "queues: classes: video-key shares the queue of video: set it there");
        classes.forEach(QueueIntent::check);
    }

    private static void check(TrafficClass c, ClassIntent given) {
        String what = "queues: classes: " + c;
        Integer weight = given.weight();
        Checks.that(
                weight == null || !c.phb().strict(),
                what + ": weight: " + c + " goes before all weighted ones: expected none");
        Checks.range(what + ": weight", weight == null ? 1 : weight, 1, QueueSettings.MAX_WEIGHT);
    }

    public static QueueIntent standard() {
        return of(Map.of());
    }

    /** The usual queues but for these classes. */
    @SuppressWarnings("NullAway") // null stands for "left out" in each component
    public static QueueIntent of(Map<TrafficClass, ClassIntent> classes) {
        return new QueueIntent(null, null, null, null, null, classes);
    }

    /** As forwarders are told. */
    public QueueSettings settings() {
        List<QueueSettings.Share> shares = new ArrayList<>();
        classes.forEach((c, given) -> {
            Phb phb = c.phb();
            Integer weight = given.weight();
            shares.add(
                    new QueueSettings.Share(
                            phb,
                            weight == null ? phb.weight() : weight,
                            given.capBps(),
                            given.reserveBps()));
        });
        return new QueueSettings(
                strictPercent, ecn, model == Model.UNIFORM, codelTargetNs, codelIntervalNs, shares);
    }
}
