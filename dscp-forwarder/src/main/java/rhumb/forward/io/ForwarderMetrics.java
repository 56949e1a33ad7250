package rhumb.forward.io;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import rhumb.forward.ForwarderCore;
import rhumb.forward.fib.FibPath;
import rhumb.forward.fib.FibRoute;
import rhumb.forward.link.LinkPort;
import rhumb.forward.pipeline.PacketCounters;
import rhumb.forward.protect.LinkProtection;
import rhumb.forward.stream.StreamCounters;
import rhumb.forward.stream.StreamReject;
import rhumb.forward.wire.DropReason;
import rhumb.host.metrics.Health;
import rhumb.host.metrics.MetricSource;
import rhumb.net.TrafficClass;
import rhumb.southbound.rule.RouteRule;

/**
 * Tells the metrics of a forwarder. What the packet thread owns is told by that thread when
 * somebody scrapes, so the figures of one scrape belong together: in = out + queued + drops.
 */
final class ForwarderMetrics implements MetricSource {
    private static final long PATIENCE_MS = 1_000;

    private final PacketLoop packets;
    private final StreamLoop streams;
    private final BooleanSupplier controllerConnected;
    private final BooleanSupplier agentConnected;

    ForwarderMetrics(
            PacketLoop packets,
            StreamLoop streams,
            BooleanSupplier controllerConnected,
            BooleanSupplier agentConnected) {
        this.packets = packets;
        this.streams = streams;
        this.controllerConnected = controllerConnected;
        this.agentConnected = agentConnected;
    }

    /**
     * Healthy while the packet thread answers: a forwarder without controller or agent does its
     * work.
     */
    Health health() {
        return answers(core -> {})
                ? Health.OK
                : Health.failing("the packet thread does not answer");
    }

    @Override
    public void collect(Sink sink) {
        // The thread that owns the figures writes them; this one waits for it.
        answers(core -> {
            packets(sink, core);
            core.links().forEach(port -> link(sink, port));
            bypasses(sink, core);
            QueueMetrics.collect(sink, core, System.nanoTime());
        });
        sink.value(ForwarderMetric.SEND_FAILURES, packets.sendFailures());
        sink.value(ForwarderMetric.SOCKET_FAILURES, packets.socketFailures());
        sink.value(ForwarderMetric.FOREIGN_ANSWERS, packets.foreignAnswers());
        sink.value(ForwarderMetric.COMMANDS_DROPPED, packets.loop().droppedCommands());
        sink.value(
                ForwarderMetric.CONTROLLER_CONNECTED, controllerConnected.getAsBoolean() ? 1L : 0L);
        sink.value(ForwarderMetric.AGENT_CONNECTED, agentConnected.getAsBoolean() ? 1L : 0L);
        streams(sink);
    }

    private static void packets(Sink sink, ForwarderCore core) {
        PacketCounters c = core.counters();
        sink.value(ForwarderMetric.PACKETS_IN, c.fromClients, "client");
        sink.value(ForwarderMetric.PACKETS_IN, c.fromOverlay, "overlay");
        sink.value(ForwarderMetric.PACKETS_IN, c.fromTargets, "target");
        sink.value(ForwarderMetric.PACKETS_IN, c.fromTun, "tun");
        sink.value(ForwarderMetric.PACKETS_IN, c.originated, "self");
        sink.value(ForwarderMetric.PACKETS_IN, c.recovered, "repair");
        sink.value(ForwarderMetric.COPIES, c.copies);
        sink.value(ForwarderMetric.PROTECTION_MEMORY, core.protectionBytes());
        sink.value(ForwarderMetric.PACKETS_OUT, c.toClients, "client");
        sink.value(ForwarderMetric.PACKETS_OUT, c.toOverlay, "overlay");
        sink.value(ForwarderMetric.PACKETS_OUT, c.toTargets, "target");
        sink.value(ForwarderMetric.PACKETS_OUT, c.toTun, "tun");
        sink.value(ForwarderMetric.PACKETS_OUT, c.consumed, "self");
        for (DropReason reason : DropReason.values()) {
            sink.value(ForwarderMetric.PACKETS_DROPPED, c.drops(reason), reason.label());
        }
        for (TrafficClass grade : TrafficClass.ALL) {
            sink.value(ForwarderMetric.PACKETS_REORDERED, c.reordered(grade), grade.label());
            sink.value(ForwarderMetric.PACKETS_DUPLICATE, c.duplicates(grade), grade.label());
        }
        sink.value(ForwarderMetric.KEY_ROTATIONS, core.keyRotations());
        sink.value(ForwarderMetric.KEY_AGE, core.keyAgeNs(System.nanoTime()) / 1_000_000_000L);
        long unsealed =
                core.links().stream()
                        .map(LinkPort::cipher)
                        .filter(cipher -> cipher.secures() && !cipher.canSeal())
                        .count();
        sink.value(ForwarderMetric.LINKS_UNSEALED, unsealed);
        sink.value(ForwarderMetric.PACKETS_QUEUED, core.queued());
        sink.value(ForwarderMetric.SESSIONS, core.clientSessions(), "ingress");
        sink.value(ForwarderMetric.SESSIONS, core.egressSessions(), "egress");
        sink.value(ForwarderMetric.PATH_SWITCHES, core.pathSwitches());
        sink.value(ForwarderMetric.ROUTES_ON_BACKUP, onBackup(core));
        sink.value(ForwarderMetric.EPOCH, core.fib().epoch().counter());
    }

    private static long onBackup(ForwarderCore core) {
        long count = 0;
        for (FibRoute route : core.fib().routes()) {
            FibPath active = core.activePath(route.pop(), route.trafficClass());
            if (route.direction() == RouteRule.Direction.TO && active != null) {
                count += active.samePath(route.candidates().getFirst()) ? 0 : 1;
            }
        }
        return count;
    }

    private static void link(Sink sink, LinkPort port) {
        String out = port.send().id().toString();
        String back = port.send().id().reverse().toString();
        sink.value(ForwarderMetric.LINK_SENT, port.send().packets(), out);
        for (TrafficClass c : TrafficClass.ALL) {
            sink.value(ForwarderMetric.LINK_CLASS_BYTES, port.send().bytes(c), out, c.label());
        }
        sink.value(ForwarderMetric.LINK_RECEIVED, port.receive().received(), back);
        sink.value(ForwarderMetric.LINK_EXPECTED, port.receive().expected(), back);
        LinkProtection protection = port.send().protection();
        for (TrafficClass c : TrafficClass.ALL) {
            var counts = protection == null ? null : protection.counters(c);
            if (counts != null) {
                counts.forEach((what, packets) ->
                        sink.value(
                                ForwarderMetric.LINK_PROTECTION,
                                packets,
                                what.outgoing() ? out : back,
                                c.label(),
                                what.label()));
            }
        }
    }

    /** Only of links and classes that had any: most never have. */
    private static void bypasses(Sink sink, ForwarderCore core) {
        long inUse = 0;
        for (LinkPort port : core.links()) {
            String link = port.send().id().toString();
            for (TrafficClass c : TrafficClass.ALL) {
                long went = port.bypass().packets(c);
                long unfit = port.bypass().unfit(c);
                inUse += port.bypass().inUse(c) ? 1 : 0;
                if (went > 0) {
                    sink.value(ForwarderMetric.LINK_BYPASSED, went, link, c.label());
                }
                if (unfit > 0) {
                    sink.value(ForwarderMetric.LINK_BYPASS_UNFIT, unfit, link, c.label());
                }
            }
        }
        sink.value(ForwarderMetric.BYPASSES, inUse);
    }

    private void streams(Sink sink) {
        StreamCounters counters = streams.counters();
        sink.value(ForwarderMetric.STREAM_CONNECTIONS, streams.openConnections());
        sink.value(ForwarderMetric.STREAM_VIEWERS, counters.viewers());
        sink.value(ForwarderMetric.STREAM_REROUTES, counters.reroutes());
        sink.value(ForwarderMetric.STREAM_BYTES, counters.deliveredBytes(), "delivered");
        sink.value(ForwarderMetric.STREAM_BYTES, counters.originBytes(), "origin");
        sink.value(ForwarderMetric.STREAM_BYTES, counters.relayedBytes(), "relayed");
        sink.value(ForwarderMetric.CHAIN_KEY_CHANGES, streams.keyChanges());
        for (StreamReject reason : StreamReject.values()) {
            sink.value(ForwarderMetric.STREAM_REJECTS, counters.rejects(reason), reason.label());
        }
    }

    /** Whether the packet thread came round to it. */
    private boolean answers(Consumer<ForwarderCore> question) {
        try {
            return packets.loop()
                    .ask(core -> {
                        question.accept(core);
                        return true;
                    })
                    .get(PATIENCE_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | CancellationException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
