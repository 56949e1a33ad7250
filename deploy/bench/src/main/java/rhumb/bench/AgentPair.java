package rhumb.bench;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import rhumb.host.udp.DatagramIo;
import rhumb.host.udp.DatagramIos;
import rhumb.net.ClassTarget;
import rhumb.net.Endpoint;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.probe.AgentCore;
import rhumb.probe.AgentOptions;
import rhumb.probe.io.ProbeLoop;
import rhumb.southbound.message.LinkHealth;
import rhumb.southbound.message.LinkReport;
import rhumb.southbound.message.ProbePlan;

/**
 * Two agents that probe each other over loopback sockets, half of the links starting at each. Every
 * uplink of the one is linked with every uplink of the other, so that a few sockets carry many
 * links as on a PoP.
 */
final class AgentPair implements AutoCloseable {
    private static final List<ClassTarget> TARGETS =
            TrafficClass.ALL.stream().map(ClassTarget::standard).toList();
    private static final int FAR_UPLINKS = 20;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final List<ProbeLoop> loops = new ArrayList<>();
    private final List<Long> threadIds = new ArrayList<>();
    private final int links;

    /** What both agents did and took since they began. */
    record Totals(long nowNs, long probes, long replies, long cpuNs, long allocatedBytes) {}

    /**
     * @param wanted directed links; rounded up so that they divide
     */
    AgentPair(int wanted, AgentOptions options, long intervalNs) throws IOException {
        int nearUplinks = Math.ceilDiv(wanted, 2 * FAR_UPLINKS);
        this.links = nearUplinks * FAR_UPLINKS * 2;
        Map<String, Endpoint> near = addresses(nearUplinks);
        Map<String, Endpoint> far = addresses(FAR_UPLINKS);
        begin("near", near, "far", far, options, intervalNs);
        begin("far", far, "near", near, options, intervalNs);
    }

    int links() {
        return links;
    }

    Totals totals() throws IOException {
        long probes = 0;
        long replies = 0;
        for (ProbeLoop loop : loops) {
            probes += ask(loop, core -> core.counters().probesSent() + core.codePoints().probes());
            replies += ask(loop, core -> core.counters().repliesReceived());
        }
        long cpuNs = 0;
        long allocated = 0;
        for (long id : threadIds) {
            cpuNs += threads.getThreadCpuTime(id);
            allocated += threads.getThreadAllocatedBytes(id);
        }
        return new Totals(System.nanoTime(), probes, replies, cpuNs, allocated);
    }

    @Override
    public void close() {
        loops.forEach(ProbeLoop::close);
    }

    private void begin(
            String name,
            Map<String, Endpoint> own,
            String otherName,
            Map<String, Endpoint> others,
            AgentOptions options,
            long intervalNs)
            throws IOException {
        List<ProbePlan.ProbedLink> probed = new ArrayList<>();
        own.keySet()
                .forEach(from ->
                        others.forEach((to, address) -> {
                            LinkId link =
                                    LinkId.parse(name + "/" + from + "->" + otherName + "/" + to);
                            probed.add(new ProbePlan.ProbedLink(link, address, intervalNs));
                        }));
        ProbeLoop loop =
                new ProbeLoop(
                        new PopId(name),
                        options,
                        new SplittableRandom(name.hashCode()),
                        own,
                        new Silence());
        loops.add(loop);
        loop.loop().start();
        threadIds.add(ask(loop, core -> Thread.currentThread().threadId()));
        ProbePlan plan = new ProbePlan(1, probed, TARGETS);
        loop.loop().tell(core -> core.onPlan(System.nanoTime(), plan));
    }

    private static <T> T ask(ProbeLoop loop, Function<AgentCore, T> question) throws IOException {
        try {
            return loop.loop().ask(question).get(10, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | CancellationException e) {
            throw new IOException("an agent does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Addresses with ports that the system finds free now. */
    private static Map<String, Endpoint> addresses(int count) throws IOException {
        Map<String, Endpoint> addresses = new TreeMap<>();
        try (DatagramIo io = DatagramIos.open()) {
            for (int i = 0; i < count; i++) {
                int socket = io.open(Endpoint.parse("127.0.0.1:0"));
                addresses.put("u" + i, io.local(socket));
            }
        }
        return addresses;
    }

    private static final class Silence implements ProbeLoop.Output {
        @Override
        public void health(LinkHealth health) {}

        @Override
        public void report(LinkReport report) {}
    }
}
