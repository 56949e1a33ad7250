package rhumb.bench.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import rhumb.bench.process.ProcessUse;
import rhumb.controller.intent.Topology;
import rhumb.net.LinkId;

/** Links that degrade one after the other while each agent reports once a second. */
final class Load {
    /** One that has no other rules by then counts as this long. */
    private static final long PATIENCE_NS = 60_000_000_000L;

    private static final long LOOK_NS = 500_000L;

    private final List<PretendPop> pops;
    private final List<ControllerProcess> controllers;
    private final Topology topology;

    Load(List<PretendPop> pops, List<ControllerProcess> controllers, Topology topology) {
        this.pops = List.copyOf(pops);
        this.controllers = List.copyOf(controllers);
        this.topology = topology;
    }

    /**
     * Has it happen, and looks.
     *
     * @param seconds for how long
     * @param leader number of the controller that leads
     */
    LoadRow run(long seconds, int leader) throws IOException, InterruptedException {
        List<Double> rulesMs = new ArrayList<>();
        long rulesBefore = updates();
        List<Duration> before = processors();
        Duration ownBefore = ProcessUse.processors(ProcessHandle.current().pid());
        long startNs = System.nanoTime();
        Reporters reporters = new Reporters(pops);
        try (reporters) {
            for (int n = 0; System.nanoTime() - startNs < seconds * 1_000_000_000L; n++) {
                rulesMs.add(degrade(n) / 1e6);
            }
        }
        double tookS = (System.nanoTime() - startNs) / 1e9;
        List<Duration> after = processors();
        List<LoadRow.Use> use = new ArrayList<>();
        for (int i = 0; i < controllers.size(); i++) {
            ControllerProcess one = controllers.get(i);
            use.add(
                    new LoadRow.Use(
                            one.number,
                            one.number == leader,
                            after.get(i).minus(before.get(i)).toNanos() / 1e9 / tookS,
                            ProcessUse.residentMb(one.process.pid())));
        }
        long own = ProcessHandle.current().pid();
        rulesMs.sort(null);
        return new LoadRow(
                rulesMs,
                reporters.sent() / tookS,
                (updates() - rulesBefore) / tookS,
                use,
                ProcessUse.processors(own).minus(ownBefore).toNanos() / 1e9 / tookS,
                ProcessUse.residentMb(own));
    }

    /** A link that did not degrade before; how long its PoP waited for other rules. */
    private long degrade(int n) throws InterruptedException {
        int from = n % pops.size();
        int to = (from + 1 + n / pops.size() % (pops.size() - 1)) % pops.size();
        PretendPop one = pops.get(from);
        PretendPop other = pops.get(to);
        Topology.Link link =
                topology.link(topology.linkIndex(LinkId.between(one.pop(), other.pop())));
        long saidNs = System.nanoTime();
        one.sayOf(link, true);
        other.sayOf(link, true);
        while (one.installedNs() <= saidNs) {
            if (System.nanoTime() - saidNs > PATIENCE_NS) {
                throw new IllegalStateException(
                        "no other rules 60 s after " + link.id() + " degraded");
            }
            Thread.sleep(Duration.ofNanos(LOOK_NS));
        }
        long tookNs = one.installedNs() - saidNs;
        one.sayOf(link, false);
        other.sayOf(link, false);
        return tookNs;
    }

    private long updates() {
        return pops.stream().mapToLong(PretendPop::updates).sum();
    }

    private List<Duration> processors() {
        return controllers.stream().map(one -> ProcessUse.processors(one.process.pid())).toList();
    }
}
