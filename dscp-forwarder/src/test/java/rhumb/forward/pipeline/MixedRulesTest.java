package rhumb.forward.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import rhumb.forward.crypto.JdkAead;
import rhumb.forward.fib.Fib;
import rhumb.forward.fib.FibPath;
import rhumb.forward.fib.FibRoute;
import rhumb.forward.fib.RuleInstaller;
import rhumb.forward.link.LinkPort;
import rhumb.forward.link.LinkTable;
import rhumb.forward.link.SendingLanes;
import rhumb.forward.path.PathArrivals;
import rhumb.forward.wire.OverlayHeader;
import rhumb.net.Endpoint;
import rhumb.net.Epoch;
import rhumb.net.Label;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.southbound.message.RuleUpdate;
import rhumb.southbound.rule.LinkSecurity;
import rhumb.southbound.rule.NeighborRule;
import rhumb.southbound.rule.PathRule;
import rhumb.southbound.rule.PopRule;
import rhumb.southbound.rule.RouteRule;
import rhumb.southbound.rule.Rule;
import rhumb.southbound.rule.SecurityRule;

/**
 * While an update of all forwarders is under way, in whatever order it reaches them, and whatever
 * links are gone round meanwhile, no PoP sees a packet twice and every packet arrives. It is the
 * source routing that makes this true: the same rules, followed hop by hop, do loop.
 *
 * <p>{@code -Drhumb.orders=1000000} tries as many orders.
 */
class MixedRulesTest {
    private static final int POPS = 6;
    private static final int MAX_LINKS = 3;
    private static final int ORDERS_PER_PLAN = 100;
    private static final TrafficClass C = TrafficClass.AUDIO;
    private static final int BAD_LINKS = 6;

    private final Random random = new Random(8);
    private final ByteBuffer packet = ByteBuffer.allocate(OverlayHeader.MAX_BYTES);
    private int seq;
    private int rounds;

    /** A forwarder with the rules of one plan. */
    private static final class Node {
        final Fib fib;
        final LinkTable links = new LinkTable(new SendingLanes(1, 1), new JdkAead());
        final PacketPipeline pipeline = new PacketPipeline(links, new PathArrivals());

        Node(int self, List<Rule> rules) {
            RuleInstaller installer = new RuleInstaller(pop(self));
            var ack =
                    installer.apply(new RuleUpdate.FullSync(new Epoch(1, 1), rules, List.of()), 0);
            assertThat(ack.reason()).isEmpty();
            fib = installer.fib();
            links.onFib(fib, _ -> 0);
            pipeline.onFib(fib);
        }

        /** Goes round these links as long as there are other ways. */
        void bad(boolean[][] bad, int self) {
            for (LinkPort port : links.ports()) {
                int to = port.rule().rule().targetPop();
                List<FibPath> ways = new ArrayList<>();
                FibRoute route = fib.route(to, C, RouteRule.Direction.TO);
                for (FibPath path : Objects.requireNonNull(route).candidates()) {
                    if (!bad[self][path.first().rule().targetPop()]) {
                        ways.add(path);
                    }
                }
                if (bad[self][to] && !ways.isEmpty()) {
                    port.bypass().use(0, C, ways);
                } else {
                    port.bypass().end(0, C);
                }
            }
        }
    }

    private static PopId pop(int n) {
        return new PopId("p" + n);
    }

    private static Endpoint address(int n) {
        return Endpoint.ofIpv4(0x0a000000 | n, 4_789);
    }

    private Node[] plan() {
        Node[] nodes = new Node[POPS + 1];
        for (int self = 1; self <= POPS; self++) {
            List<Rule> rules = new ArrayList<>(List.of(new SecurityRule(LinkSecurity.NONE)));
            for (int other = 1; other <= POPS; other++) {
                rules.add(new PopRule(other, pop(other), other == self));
                if (other != self) {
                    LinkId link = LinkId.between(pop(self), pop(other));
                    Endpoint at = address(other);
                    rules.add(new NeighborRule(new Label(other), link, other, at, at));
                    List<PathRule> paths =
                            List.of(path(self, other), path(self, other), path(self, other));
                    rules.add(new RouteRule(other, C, RouteRule.Direction.TO, paths));
                }
            }
            nodes[self] = new Node(self, rules);
        }
        return nodes;
    }

    private PathRule path(int from, int to) {
        List<Integer> others = new ArrayList<>();
        for (int n = 1; n <= POPS; n++) {
            if (n != from && n != to) {
                others.add(n);
            }
        }
        Collections.shuffle(others, random);
        List<Label> labels = new ArrayList<>();
        for (int relay : others.subList(0, random.nextInt(MAX_LINKS))) {
            labels.add(new Label(relay));
        }
        labels.add(new Label(to));
        return new PathRule(labels, -1);
    }

    @Test
    void noPoPSeesAPacketTwiceInAnyOrderOfUpdates() {
        int orders = Integer.getInteger("rhumb.orders", 20_000);
        long packets = 0;
        long bypassed = 0;
        long hopByHopLoops = 0;
        for (int order = 0; order < orders; order += ORDERS_PER_PLAN) {
            Node[][] plans = {plan(), plan()};
            for (int i = 0; i < ORDERS_PER_PLAN; i++) {
                boolean[][] bad = badLinks();
                for (Node[] plan : plans) {
                    for (int n = 1; n <= POPS; n++) {
                        plan[n].bad(bad, n);
                    }
                }
                Node[] mix = plans[0].clone();
                List<Integer> updates = new ArrayList<>();
                for (int n = 1; n <= POPS; n++) {
                    updates.add(n);
                }
                Collections.shuffle(updates, random);
                for (int updated : updates) {
                    mix[updated] = plans[1][updated];
                    int from = 1 + random.nextInt(POPS);
                    int to = 1 + (from + random.nextInt(POPS - 1)) % POPS;
                    // The rest of the updates may come while the packet is under way.
                    bypassed += walk(mix, plans[1], from, to) ? 1 : 0;
                    hopByHopLoops += hopByHop(mix, from, to) ? 1 : 0;
                    packets++;
                }
            }
        }
        assertThat(packets).isEqualTo((long) orders * POPS);
        assertThat(bypassed).isGreaterThan(packets / 20);
        // What this test would find if paths were not written whole by their ingress.
        assertThat(hopByHopLoops).isGreaterThan(packets / 100);
        System.out.println(
                orders
                        + " orders, "
                        + packets
                        + " packets, "
                        + bypassed
                        + " went round a link; by hop "
                        + hopByHopLoops
                        + " would have looped");
    }

    private boolean[][] badLinks() {
        boolean[][] bad = new boolean[POPS + 1][POPS + 1];
        for (int i = 0; i < BAD_LINKS; i++) {
            bad[1 + random.nextInt(POPS)][1 + random.nextInt(POPS)] = true;
        }
        return bad;
    }

    /** Whether the packet went round a link. */
    private boolean walk(Node[] mix, Node[] newer, int from, int to) {
        FibRoute route = Objects.requireNonNull(mix[from].fib.route(to, C, RouteRule.Direction.TO));
        FibPath path = route.candidates().get(random.nextInt(route.candidates().size()));
        OverlayHeader.begin(
                packet,
                0,
                OverlayHeader.TYPE_DATA,
                0,
                0,
                C.code(),
                path.length() + OverlayHeader.SPARE_HOPS);
        OverlayHeader.pops(packet, 0, from, to);
        OverlayHeader.budget(packet, 0, 1_000);
        OverlayHeader.labelCount(packet, 0, path.length() - 1);
        for (int i = 1; i < path.length(); i++) {
            OverlayHeader.label(packet, 0, i - 1, path.label(i));
        }
        boolean[] seen = new boolean[POPS + 1];
        seen[from] = true;
        int before = from;
        int at = path.first().rule().targetPop();
        while (true) {
            assertThat(seen[at])
                    .as("PoP %s sees a packet from %s to %s twice", at, from, to)
                    .isFalse();
            seen[at] = true;
            Node node = random.nextInt(4) == 0 ? newer[at] : mix[at];
            OverlayHeader.stamp(packet, 0, 0, 1, ++seq, ++rounds);
            int length = OverlayHeader.bytes(packet, 0);
            Verdict verdict = node.pipeline.judge(0, rounds, 0, address(before), packet, 0, length);
            if (verdict == Verdict.DELIVER) {
                assertThat(at).isEqualTo(to);
                return (OverlayHeader.flags(packet, 0) & OverlayHeader.FLAG_BYPASSED) != 0;
            }
            assertThat(verdict)
                    .as("%s at %s", node.pipeline.reason(), at)
                    .isEqualTo(Verdict.FORWARD);
            before = at;
            at = node.pipeline.to().rule().rule().targetPop();
        }
    }

    /** Whether a packet that each PoP sends on by its own first path comes by one twice. */
    private static boolean hopByHop(Node[] mix, int from, int to) {
        boolean[] seen = new boolean[POPS + 1];
        Arrays.fill(seen, false);
        int at = from;
        while (at != to) {
            if (seen[at]) {
                return true;
            }
            seen[at] = true;
            FibRoute route =
                    Objects.requireNonNull(mix[at].fib.route(to, C, RouteRule.Direction.TO));
            at = route.candidates().getFirst().first().rule().targetPop();
        }
        return false;
    }
}
