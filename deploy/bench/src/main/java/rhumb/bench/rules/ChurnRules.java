package rhumb.bench.rules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
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
import rhumb.southbound.rule.ServiceRule;
import rhumb.southbound.rule.UplinkRule;

/**
 * The rules of PoP 1 of a full mesh: to each other PoP and in each class three paths, directly and
 * over two relays; and updates that put them in another order. PoP n is at address 10.0.x.y.
 */
final class ChurnRules {
    static final int SELF = 1;
    static final int FIRST_SERVICE = 100;
    private static final int UDP_PORT = 4_789;

    private final int pops;
    private final int services;
    private final Random random;
    private Epoch epoch = new Epoch(1, 1);

    /**
     * @param services clients' services, one each to PoPs 2, 3 and so on
     */
    ChurnRules(int pops, int services, Random random) {
        this.pops = pops;
        this.services = services;
        this.random = random;
    }

    static PopId pop(int number) {
        return new PopId("p" + number);
    }

    static Endpoint address(int number) {
        return Endpoint.ofIpv4(0x0a000000 | number, UDP_PORT);
    }

    RuleUpdate.FullSync all() {
        List<Rule> rules = new ArrayList<>();
        rules.add(new UplinkRule("main", 0));
        // Packets are looked into as they leave.
        rules.add(new SecurityRule(LinkSecurity.NONE));
        for (int n = 1; n <= pops; n++) {
            rules.add(new PopRule(n, pop(n), n == SELF));
            if (n != SELF) {
                Endpoint at = address(n);
                LinkId link = LinkId.between(pop(SELF), pop(n));
                rules.add(new NeighborRule(new Label(n), link, n, at, at.withPort(UDP_PORT + 1)));
                for (TrafficClass c : TrafficClass.ALL) {
                    rules.add(new RouteRule(n, c, RouteRule.Direction.TO, paths(n)));
                }
            }
        }
        for (int i = 0; i < services; i++) {
            Endpoint listen = Endpoint.ofIpv4(0x0a000001, 20_000 + i);
            rules.add(
                    new ServiceRule(
                            FIRST_SERVICE + i,
                            "s" + i,
                            ServiceRule.Kind.RTM,
                            2 + i,
                            listen,
                            null,
                            null));
        }
        epoch = epoch.next(1);
        return new RuleUpdate.FullSync(epoch, rules, List.of());
    }

    /** So many routes get their paths in another order, every second one in use by a service. */
    RuleUpdate.Delta delta(Epoch base, int rules) {
        List<Rule> put = new ArrayList<>();
        for (int i = 0; i < rules; i++) {
            int others = i % 2 == 0 ? services : pops - 1;
            TrafficClass c = TrafficClass.ALL.get(random.nextInt(TrafficClass.COUNT));
            int pop = 2 + random.nextInt(others);
            put.add(new RouteRule(pop, c, RouteRule.Direction.TO, paths(pop)));
        }
        return new RuleUpdate.Delta(base.next(1), base, put, List.of(), List.of());
    }

    private List<PathRule> paths(int pop) {
        List<PathRule> paths = new ArrayList<>();
        paths.add(new PathRule(List.of(new Label(pop)), -1));
        for (int i = 1; i < RouteRule.MAX_PATHS; i++) {
            int relay = 2 + (pop - 2 + i) % (pops - 1);
            paths.add(new PathRule(List.of(new Label(relay), new Label(pop)), -1));
        }
        Collections.shuffle(paths, random);
        return paths;
    }
}
