package rhumb.probe.io;

import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import rhumb.host.metrics.Health;
import rhumb.host.metrics.MetricSource;
import rhumb.net.LinkId;
import rhumb.probe.AgentCore;
import rhumb.probe.AgentCounters;
import rhumb.probe.dscp.LinkCodePoints;
import rhumb.probe.pace.ProbeBudget;
import rhumb.probe.pace.Tier;
import rhumb.probe.stamp.Reflector;
import rhumb.probe.stamp.StampReject;
import rhumb.southbound.dscp.Behaviour;
import rhumb.southbound.dscp.CodePointMap;
import rhumb.southbound.link.LinkEstimate;
import rhumb.southbound.link.LinkView;
import rhumb.southbound.link.LossInterval;

/**
 * Tells the metrics of an agent. What the probe thread owns is told by that thread when somebody
 * scrapes. A figure that is not known is left out: unknown is not zero.
 */
final class AgentMetrics implements MetricSource {
    private static final long PATIENCE_MS = 1_000;
    private static final double PPM = 1e6;
    private static final double NS = 1e9;

    private final ProbeLoop probes;
    private final BooleanSupplier controllerConnected;
    private final BooleanSupplier forwarderConnected;

    AgentMetrics(
            ProbeLoop probes,
            BooleanSupplier controllerConnected,
            BooleanSupplier forwarderConnected) {
        this.probes = probes;
        this.controllerConnected = controllerConnected;
        this.forwarderConnected = forwarderConnected;
    }

    /** Healthy while the probe thread answers. */
    Health health() {
        return ask(core -> true) == null
                ? Health.failing("the probe thread does not answer")
                : Health.OK;
    }

    @Override
    public void collect(Sink sink) {
        // The thread that owns the figures writes them; this one waits for it.
        ask(core -> {
            counters(sink, core.counters());
            tlvs(sink, core.reflector());
            pace(sink, core);
            sink.value(AgentMetric.REPORTS, core.policy().reports());
            core.estimates(System.nanoTime()).forEach(estimate -> estimate(sink, estimate));
            sink.value(AgentMetric.DSCP_PROBES, core.codePoints().probes());
            sink.value(AgentMetric.DSCP_SWEEPS, core.codePoints().sweeps());
            for (LinkCodePoints link : core.codePoints().links()) {
                codePoints(sink, link.link(), LinkView.SENDER, link.outgoing());
                codePoints(sink, link.link().reverse(), LinkView.RECEIVER, link.incoming());
            }
            return true;
        });
        sink.value(AgentMetric.SEND_FAILURES, probes.sendFailures());
        sink.value(AgentMetric.COMMANDS_DROPPED, probes.loop().droppedCommands());
        sink.value(AgentMetric.CONTROLLER_CONNECTED, controllerConnected.getAsBoolean() ? 1L : 0L);
        sink.value(AgentMetric.FORWARDER_CONNECTED, forwarderConnected.getAsBoolean() ? 1L : 0L);
    }

    private static void pace(Sink sink, AgentCore core) {
        ProbeBudget budget = core.budget();
        sink.value(AgentMetric.PROBE_RATE, budget.perSecond());
        for (Tier tier : Tier.ALL) {
            double stretch = budget.stretchPercent(tier) / 100.0;
            sink.value(AgentMetric.PROBE_STRETCH, stretch, tier.label());
            sink.value(AgentMetric.PROBED_LINKS, budget.links(tier), tier.label());
        }
        core.forEachPace((link, pace) ->
                sink.value(
                        AgentMetric.PROBE_INTERVAL,
                        pace.intervalNs() / NS,
                        link.toString(),
                        pace.reason().label()));
    }

    private static void counters(Sink sink, AgentCounters counters) {
        sink.value(AgentMetric.PROBES_SENT, counters.probesSent());
        sink.value(AgentMetric.PROBES_RECEIVED, counters.probesReceived());
        sink.value(AgentMetric.REFLECTED, counters.reflected());
        sink.value(AgentMetric.REPLIES, counters.repliesReceived());
        sink.value(AgentMetric.PASSIVE, counters.passiveEntries());
        sink.value(AgentMetric.STALLS, counters.stalls());
        for (StampReject reason : StampReject.values()) {
            sink.value(AgentMetric.REJECTED, counters.rejects(reason), reason.label());
        }
    }

    private static void tlvs(Sink sink, Reflector reflector) {
        sink.value(AgentMetric.TLVS_FLAGGED, reflector.tlvsUnrecognized(), "unrecognized");
        sink.value(AgentMetric.TLVS_FLAGGED, reflector.tlvsMalformed(), "malformed");
        sink.value(AgentMetric.TLVS_FLAGGED, reflector.tlvsFailed(), "integrity");
    }

    private static void estimate(Sink sink, LinkEstimate e) {
        String link = e.link().toString();
        String view = e.view().name().toLowerCase(Locale.ROOT);
        sink.value(AgentMetric.LINK_STATUS, e.status().ordinal(), link, view);
        known(sink, AgentMetric.LINK_LOSS, e.lossPpmShort(), PPM, link, view, "short");
        known(sink, AgentMetric.LINK_LOSS, e.lossPpmLong(), PPM, link, view, "long");
        if (e.lossPpmLong() >= 0) {
            LossInterval loss = LossInterval.of(e.samples(), e.lossPpmLong());
            sink.value(AgentMetric.LINK_LOSS_BOUND, loss.lowPpm() / PPM, link, view, "low");
            sink.value(AgentMetric.LINK_LOSS_BOUND, loss.highPpm() / PPM, link, view, "high");
        }
        known(sink, AgentMetric.LINK_JITTER, e.jitterNs(), NS, link, view);
        known(sink, AgentMetric.LINK_REORDERED, e.reorderPpm(), PPM, link, view);
        known(sink, AgentMetric.LINK_DUPLICATE, e.duplicatePpm(), PPM, link, view);
        known(sink, AgentMetric.LINK_DELAY_TAIL, e.delayRiseP95Ns(), NS, link, view);
        known(sink, AgentMetric.LINK_GOODPUT, e.goodputBps(), 1, link);
        if (e.view() == LinkView.SENDER) {
            known(sink, AgentMetric.LINK_RTT, e.rttNs(), NS, link);
            known(sink, AgentMetric.LINK_DELAY, e.delayNs(), NS, link);
        }
    }

    private static void codePoints(Sink sink, LinkId id, LinkView end, CodePointMap map) {
        String link = id.toString();
        String view = end.name().toLowerCase(Locale.ROOT);
        long worse = map.lostMoreBits() | map.delayedMoreBits();
        String behaviour = Behaviour.of(map).toString();
        sink.value(AgentMetric.DSCP_BEHAVIOUR, 1L, link, view, behaviour);
        sink.value(AgentMetric.DSCP_KNOWN, map.knownCount(), link, view);
        sink.value(AgentMetric.DSCP_CHANGED, map.changedCount(), link, view);
        sink.value(AgentMetric.DSCP_WORSE, Long.bitCount(worse), link, view);
    }

    private static void known(
            Sink sink, AgentMetric metric, long value, double unit, String... labels) {
        if (value >= 0) {
            sink.value(metric, value / unit, labels);
        }
    }

    private @Nullable Boolean ask(java.util.function.Function<AgentCore, Boolean> question) {
        try {
            return probes.loop().ask(question).get(PATIENCE_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | CancellationException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
