package rhumb.controller;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.LinkIntent;
import rhumb.controller.intent.PolicyIntent;
import rhumb.controller.intent.PopIntent;
import rhumb.controller.intent.ServiceIntent;
import rhumb.controller.intent.Topology;
import rhumb.controller.intent.UplinkIntent;
import rhumb.net.ClassSet;
import rhumb.net.Endpoint;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.southbound.link.LinkEstimate;
import rhumb.southbound.link.LinkSign;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.link.LinkView;
import rhumb.southbound.message.LinkReport;
import rhumb.southbound.rule.ServiceRule;

/** Small intents and estimates for tests. */
public final class Samples {
    public static final long MS = 1_000_000L;

    private Samples() {}

    public static PopIntent pop(String name, int number, String... uplinks) {
        List<UplinkIntent> all = new ArrayList<>();
        for (String uplink : uplinks.length == 0 ? new String[] {"main"} : uplinks) {
            int place = number * 10 + all.size();
            String host = "10.0." + (place >> 8) + "." + (place & 0xff);
            all.add(
                    new UplinkIntent(
                            uplink,
                            Endpoint.parse(host + ":4000"),
                            Endpoint.parse(host + ":862"),
                            Endpoint.parse(host + ":4001"),
                            "",
                            0,
                            0,
                            List.of()));
        }
        return new PopIntent(new PopId(name), number, null, null, null, all);
    }

    public static ServiceIntent service(int number, ServiceRule.Kind kind, String in, String out) {
        return new ServiceIntent(
                number,
                kind.name().toLowerCase(java.util.Locale.ROOT) + number,
                kind,
                List.of(
                        new ServiceIntent.Ingress(
                                new PopId(in), Endpoint.parse("127.0.0.1:" + (6000 + number)))),
                new PopId(out),
                Endpoint.parse("127.0.0.1:" + (7000 + number)),
                null);
    }

    /**
     * PoPs a, b, c, ..., z, p27, ... numbered 1, 2, 3, ..., one RTM and one FLV service from a to
     * b.
     */
    public static Intent mesh(int pops) {
        List<PopIntent> all = new ArrayList<>();
        for (int i = 0; i < pops; i++) {
            String name = i < 26 ? String.valueOf((char) ('a' + i)) : "p" + (i + 1);
            all.add(pop(name, i + 1));
        }
        return Intent.of(
                1,
                all,
                List.of(
                        service(1, ServiceRule.Kind.RTM, "a", "b"),
                        service(2, ServiceRule.Kind.FLV, "a", "b")));
    }

    /** The same with each PoP at 1.5 degrees north, and as many east as its number. */
    public static Intent placed(Intent intent) {
        List<PopIntent> pops =
                intent.pops().stream()
                        .map(p ->
                                new PopIntent(
                                        p.name(),
                                        p.number(),
                                        p.city(),
                                        1.5,
                                        (double) p.number(),
                                        p.uplinks()))
                        .toList();
        return new Intent(
                intent.controller(),
                pops,
                intent.links(),
                intent.services(),
                Map.of(),
                intent.policy());
    }

    /** An overlay of PoPs a, b, c and so on as operators write it; more may be added below. */
    public static String document(int pops) {
        StringBuilder text = new StringBuilder("controller: 1\npops:\n");
        for (int number = 1; number <= pops; number++) {
            text.append("  - name: ").append((char) ('a' + number - 1));
            text.append("\n    number: ").append(number).append("\n    uplinks:\n      - data: ");
            text.append("10.0.0.").append(number).append("0:4000\n        probe: 10.0.0.");
            text.append(number).append("0:862\n        stream: 10.0.0.").append(number);
            text.append("0:4001\n        price: 1\n");
        }
        return text.toString();
    }

    public static Intent with(Intent intent, LinkIntent links, PolicyIntent policy) {
        return new Intent(
                intent.controller(), intent.pops(), links, intent.services(), Map.of(), policy);
    }

    /** The same, moving to better paths at once. */
    public static Intent eager(Intent intent) {
        return with(intent, intent.links(), intent.policy().withSettleNs(0));
    }

    /**
     * What the agent of a PoP reports who tells the truth of all its links.
     *
     * @param truth by number of the link
     */
    public static LinkReport report(Topology topology, int pop, long seq, Quality[] truth) {
        List<LinkEstimate> estimates = new ArrayList<>();
        for (Topology.Link link : topology.touching(pop)) {
            LinkView view = link.from() == pop ? LinkView.SENDER : LinkView.RECEIVER;
            estimates.add(estimate(link.id(), view, truth[link.index()]));
        }
        return new LinkReport(seq, true, estimates, List.of());
    }

    public static LinkEstimate estimate(LinkId link, LinkView view, Quality q) {
        return new LinkEstimate(
                link,
                view,
                q.status(),
                q.degraded(),
                q.sign(),
                q.status() == LinkStatus.UNKNOWN ? 0 : 1_000,
                q.lossPpm(),
                q.lossPpm(),
                q.delayNs() * 2,
                q.delayNs(),
                q.riseNs(),
                q.jitterNs(),
                0,
                0);
    }

    /** What an agent would say of a link. */
    public record Quality(
            LinkStatus status,
            ClassSet degraded,
            LinkSign sign,
            long lossPpm,
            long delayNs,
            long riseNs,
            long jitterNs) {
        public static Quality up(long delayMs) {
            return new Quality(
                    LinkStatus.UP, ClassSet.NONE, LinkSign.NONE, 0, delayMs * MS, 0, 100_000);
        }

        public Quality loss(long ppm) {
            return new Quality(status, degraded, sign, ppm, delayNs, riseNs, jitterNs);
        }

        public Quality degraded(LinkSign newSign, TrafficClass... classes) {
            return new Quality(
                    LinkStatus.DEGRADED,
                    ClassSet.of(classes),
                    newSign,
                    lossPpm,
                    delayNs,
                    riseNs,
                    jitterNs);
        }

        public Quality down() {
            return new Quality(
                    LinkStatus.DOWN,
                    ClassSet.ALL,
                    LinkSign.GAP,
                    1_000_000,
                    delayNs,
                    riseNs,
                    jitterNs);
        }

        public Quality unknown() {
            return new Quality(LinkStatus.UNKNOWN, ClassSet.NONE, LinkSign.NONE, -1, -1, -1, -1);
        }
    }
}
