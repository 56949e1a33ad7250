package rhumb.probe.io;

import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.host.local.LocalClient;
import rhumb.host.local.LocalListener;
import rhumb.host.metrics.Health;
import rhumb.host.metrics.MetricCollector;
import rhumb.host.metrics.MetricsEndpoint;
import rhumb.host.session.ControllerLink;
import rhumb.host.tls.PopTls;
import rhumb.net.Epoch;
import rhumb.probe.AgentCore;
import rhumb.probe.AgentOptions;
import rhumb.southbound.message.DscpReport;
import rhumb.southbound.message.DscpSweep;
import rhumb.southbound.message.Hello;
import rhumb.southbound.message.LinkHealth;
import rhumb.southbound.message.LinkPassive;
import rhumb.southbound.message.LinkReport;
import rhumb.southbound.message.Message;
import rhumb.southbound.message.OuterMarks;
import rhumb.southbound.message.ProbePlan;
import rhumb.southbound.message.Role;
import rhumb.southbound.message.Welcome;
import rhumb.southbound.session.SessionTiming;

/**
 * A probe agent that runs: all its threads and what they tell each other.
 *
 * <pre>
 * who                       tells                      to                bound, when full
 * controller link thread    probe plan, sweeps         probe thread      inbox 4096, drop newest and count
 * forwarder channel thread  what media saw of links    probe thread      the same
 * probe thread              link reports               controller link   one slot, estimates merge by link
 * probe thread              treatment of code points   controller link   one slot, maps merge by link
 * probe thread              link health                forwarder channel one slot, judgements merge by link
 * probe thread              code points to write       forwarder channel one slot, marks merge by link
 * </pre>
 */
public final class AgentProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AgentProcess.class);

    private final AgentConfig config;
    private final @Nullable Consumer<LinkHealth> watcher;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final long instance = RandomGenerator.getDefault().nextLong();
    private final ProbeLoop probes;
    private final LocalClient forwarder;
    private final ControllerLink controller;
    private final AgentMetrics metrics;

    private AgentProcess(AgentConfig config, @Nullable Consumer<LinkHealth> watcher)
            throws IOException {
        this.config = config;
        this.watcher = watcher;
        try {
            probes =
                    add(
                            new ProbeLoop(
                                    config.pop(),
                                    AgentOptions.STANDARD.with(config.stamp().options()),
                                    RandomGenerator.getDefault(),
                                    config.probeAddresses(),
                                    new Products()));
            forwarder = add(LocalClient.connect(config.forwarderSocket(), new ForwarderEars()));
            PopTls tls = add(PopTls.open(config.tls(), config.controllers()));
            controller =
                    add(
                            ControllerLink.open(
                                    config.controllers(),
                                    this::hello,
                                    SessionTiming.STANDARD,
                                    tls.door(),
                                    new ControllerEars()));
            probes.loop().start();
            metrics = new AgentMetrics(probes, controller::established, forwarder::connected);
            CollectorRegistry registry = new CollectorRegistry();
            registry.register(new MetricCollector(Arrays.asList(AgentMetric.values()), metrics));
            add(MetricsEndpoint.open(config.metrics(), registry, metrics::health));
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Starts everything; it runs until closed.
     *
     * @param watcher also hears what the forwarder is told, on the probe thread; null for nobody
     * @throws IOException when an address cannot be had; says which and what to do
     */
    public static AgentProcess start(AgentConfig config, @Nullable Consumer<LinkHealth> watcher)
            throws IOException {
        AgentProcess process = new AgentProcess(config, watcher);
        LOG.info("event=agent-runs pop={}", config.pop());
        return process;
    }

    /** Whether the probe thread answers. */
    public Health health() {
        return metrics.health();
    }

    /** Asks the core, on its own thread. */
    public <T> CompletableFuture<T> ask(Function<AgentCore, T> question) {
        return probes.loop().ask(question);
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                LOG.warn("event=close-failed cause=\"{}\"", e.toString());
            }
        }
    }

    private <T extends AutoCloseable> T add(T part) {
        open.push(part);
        return part;
    }

    private Hello hello() {
        return new Hello(config.pop(), Role.AGENT, instance, Hello.VERSION, Set.of(), Epoch.NONE);
    }

    /** What the probe thread makes. It starts last, so everything is there. */
    private final class Products implements ProbeLoop.Output {
        @Override
        public void health(LinkHealth health) {
            forwarder.offer(health);
            if (watcher != null) {
                watcher.accept(health);
            }
        }

        @Override
        public void report(LinkReport report) {
            controller.offer(report);
        }

        @Override
        public void dscp(DscpReport report) {
            controller.offer(report);
        }

        @Override
        public void marks(OuterMarks marks) {
            forwarder.offer(marks);
        }
    }

    private final class ForwarderEars implements LocalListener {
        @Override
        public void onConnected() {
            LOG.info("event=forwarder-connected");
            probes.loop().tell(core -> core.onForwarderConnected(System.nanoTime()));
        }

        @Override
        public void onMessage(Message message) {
            if (message instanceof LinkPassive passive) {
                probes.loop().tell(core -> core.onPassive(System.nanoTime(), passive));
            }
        }

        @Override
        public void onLost(String reason) {
            LOG.warn("event=forwarder-lost reason=\"{}\"", reason);
        }
    }

    private final class ControllerEars implements ControllerLink.Listener {
        @Override
        public void onEstablished(Welcome welcome) {
            long known = welcome.knownSeq();
            probes.loop().tell(core -> core.onControllerEstablished(System.nanoTime(), known));
        }

        @Override
        public void onMessage(Message message) {
            if (message instanceof ProbePlan plan) {
                LOG.info(
                        "event=probe-plan version={} links={}",
                        plan.version(),
                        plan.links().size());
                probes.loop().tell(core -> core.onPlan(System.nanoTime(), plan));
            } else if (message instanceof DscpSweep sweep) {
                LOG.info("event=dscp-sweep number={} links={}", sweep.number(), sweep.links());
                probes.loop().tell(core -> core.onSweep(System.nanoTime(), sweep));
            }
        }

        @Override
        public void onLost(String reason) {
            LOG.warn("event=controller-lost action=\"measuring on by the last plan\"");
        }
    }
}
