package rhumb.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static rhumb.controller.TestOverlay.SECOND;
import static rhumb.controller.TestOverlay.pop;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import rhumb.controller.Samples.Quality;
import rhumb.controller.rule.RuleBook;
import rhumb.controller.rule.RuleCompiler;
import rhumb.net.Epoch;
import rhumb.net.Label;
import rhumb.net.LinkId;
import rhumb.net.TrafficClass;
import rhumb.southbound.link.LinkSign;
import rhumb.southbound.message.Heartbeat;
import rhumb.southbound.message.InstalledRules;
import rhumb.southbound.message.Message;
import rhumb.southbound.message.Role;
import rhumb.southbound.message.RuleAck;
import rhumb.southbound.message.TraceReport;
import rhumb.southbound.message.TrafficReport;
import rhumb.southbound.rule.PathRule;
import rhumb.southbound.rule.RouteRule;
import rhumb.southbound.rule.Rule;
import rhumb.southbound.trace.ConvergenceTrace;

/**
 * Anything may happen, in any order: the core never throws, its deadlines advance, and once all is
 * quiet every forwarder runs exactly what the plan wants.
 */
class SwarmTest {
    private static final String[] NAMES = {"a", "b", "c", "d", "e"};

    @Test
    void anythingGoesAndItSettles() {
        for (long seed = 1; seed <= 25; seed++) {
            run(seed);
        }
    }

    private static void run(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        TestOverlay overlay = new TestOverlay(Samples.mesh(5));
        for (int step = 0; step < 400; step++) {
            overlay.nowNs += random.nextLong(SECOND / 2);
            disturb(random, overlay);
            if (random.nextBoolean()) {
                overlay.run(random.nextLong(SECOND));
            }
        }
        overlay.forwarders.values().forEach(f -> f.refuseWith = null);
        overlay.truth.replaceAll((link, q) -> Quality.up(40));
        for (String name : NAMES) {
            overlay.hello(name, Role.AGENT);
            overlay.hello(name, Role.FORWARDER);
        }
        overlay.live(30);
        ControllerView view = overlay.core.view();
        RuleCompiler compiler = new RuleCompiler(overlay.intent, overlay.topology);
        assertThat(view.phase()).as("seed %s", seed).isEqualTo(Startup.Phase.FIRST_UPDATE);
        for (ControllerView.Book book : view.books()) {
            assertThat(book.state())
                    .as("seed %s, %s", seed, book.pop())
                    .isIn(RuleBook.State.IN_SYNC, RuleBook.State.KNOWN);
            TestOverlay.Forwarder f = overlay.forwarder(book.pop().name());
            assertThat(bare(f.rules))
                    .as("seed %s, %s", seed, book.pop())
                    .hasSameElementsAs(bare(book.rules().rules()));
            int index = overlay.topology.popIndex(book.pop());
            assertThat(bare(f.rules))
                    .as("seed %s, %s", seed, book.pop())
                    .hasSameElementsAs(bare(compiler.compile(view.plan(), index).rules()));
        }
    }

    /** Without the delays of paths, which are for information and not kept up to date. */
    private static List<Rule> bare(List<Rule> rules) {
        return rules.stream()
                .map(rule ->
                        rule instanceof RouteRule route
                                ? new RouteRule(
                                        route.pop(),
                                        route.trafficClass(),
                                        route.direction(),
                                        route.paths().stream()
                                                .map(p -> new PathRule(p.labels(), -1))
                                                .toList())
                                : rule)
                .toList();
    }

    private static void disturb(RandomGenerator random, TestOverlay overlay) {
        String name = NAMES[random.nextInt(NAMES.length)];
        Role role = random.nextBoolean() ? Role.AGENT : Role.FORWARDER;
        switch (random.nextInt(12)) {
            case 0, 1 -> overlay.hello(name, role);
            case 2 -> overlay.core.onPeerLost(overlay.nowNs, pop(name), role, "reset");
            case 3, 4, 5 -> overlay.report(name, random.nextInt(4) > 0, List.of());
            case 6 -> {
                List<LinkId> links = List.copyOf(overlay.truth.keySet());
                Quality q = Quality.up(10 + random.nextInt(200));
                overlay.truth.put(
                        links.get(random.nextInt(links.size())),
                        switch (random.nextInt(4)) {
                            case 0 -> q.down();
                            case 1 -> q.unknown();
                            case 2 -> q.loss(90_000).degraded(LinkSign.LOSS, TrafficClass.AUDIO);
                            default -> q;
                        });
            }
            case 7 -> {
                overlay.forwarder(name).epoch = Epoch.NONE;
                overlay.forwarder(name).rules = List.of();
                overlay.core.onPeerLost(overlay.nowNs, pop(name), Role.FORWARDER, "restarted");
            }
            case 8 -> overlay.forwarder(name).refuseWith = random.nextBoolean() ? "full" : null;
            case 9 -> {
                if (random.nextInt(6) == 0) {
                    overlay.restartController();
                }
            }
            default ->
                    overlay.core.onMessage(
                            overlay.nowNs, pop(name), role, nonsense(random, overlay));
        }
    }

    private static Message nonsense(RandomGenerator random, TestOverlay overlay) {
        Epoch epoch = new Epoch(random.nextInt(50), random.nextInt(3));
        ConvergenceTrace trace =
                ConvergenceTrace.begin(
                        random.nextInt(5), LinkId.parse(random.nextBoolean() ? "a->b" : "x->y"));
        List<Label> labels = List.of(new Label(1 + random.nextInt(9)), new Label(7));
        return switch (random.nextInt(5)) {
            case 0 -> new Heartbeat(1);
            case 1 -> new TraceReport(List.of(trace, trace));
            case 2 ->
                    new TrafficReport(
                            List.of(
                                    new TrafficReport.Flow(
                                            1, 1, 9, TrafficClass.LIVE, labels, false, 1, 1, 1)));
            case 3 ->
                    new InstalledRules(
                            epoch,
                            List.of(
                                    new RouteRule(
                                            1 + random.nextInt(7),
                                            TrafficClass.AUDIO,
                                            RouteRule.Direction.TO,
                                            List.of(new PathRule(labels, -1)))));
            default ->
                    random.nextBoolean()
                            ? RuleAck.installed(overlay.forwarder("a").epoch, List.of(trace))
                            : new RuleAck(epoch, epoch, "older-epoch", List.of());
        };
    }
}
