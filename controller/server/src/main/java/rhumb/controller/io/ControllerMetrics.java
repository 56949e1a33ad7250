package rhumb.controller.io;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import rhumb.controller.ControllerView;
import rhumb.controller.Peers;
import rhumb.controller.StageTimes;
import rhumb.controller.Startup;
import rhumb.controller.consensus.ClusterView;
import rhumb.controller.history.io.HistoryDesk;
import rhumb.controller.intent.PopIntent;
import rhumb.controller.lsdb.LinkState;
import rhumb.controller.plan.MoveCause;
import rhumb.controller.rule.RuleBook;
import rhumb.host.door.ConnectionBook;
import rhumb.host.metrics.MetricSource;
import rhumb.host.session.SouthboundServer;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.message.Role;

/** Tells every {@link ControllerMetric} from a reading of the core and the servers' counters. */
public final class ControllerMetrics implements MetricSource {
    private static final double NS = 1e-9;
    private static final double[] BOUNDS =
            StageTimes.BOUNDS_NS.stream().mapToDouble(ns -> ns * NS).toArray();

    private final CoreLoop loop;
    private final OperatorSide operators;
    private final NorthboundServer northbound;
    private final SouthboundServer southbound;
    private final ControllerDoors doors;
    private final IntentKeeper keeper;
    private final HistoryDesk history;
    private final @Nullable ClusterSide side;

    public ControllerMetrics(
            CoreLoop loop,
            OperatorSide operators,
            SouthboundServer southbound,
            ControllerDoors doors,
            IntentKeeper keeper,
            HistoryDesk history,
            @Nullable ClusterSide side) {
        this.keeper = keeper;
        this.history = history;
        this.side = side;
        this.loop = loop;
        this.operators = operators;
        this.northbound = operators.northbound();
        this.southbound = southbound;
        this.doors = doors;
    }

    @Override
    public void collect(Sink sink) {
        Reading reading = loop.reading();
        ControllerView view = reading.view();
        southbound(reading, sink);
        state(view, sink);
        rules(view, sink);
        times(view.times(), sink);
        northbound
                .answers()
                .forEach((code, count) ->
                        sink.value(
                                ControllerMetric.NORTHBOUND_REQUESTS,
                                (long) count,
                                code.toString()));
        sink.value(ControllerMetric.NORTHBOUND_CONNECTIONS, northbound.connections());
        sink.value(
                ControllerMetric.NORTHBOUND_CONNECTIONS_REFUSED, northbound.refusedConnections());
        connections("southbound", southbound.connections(), sink);
        connections("northbound", northbound.book(), sink);
        doors.rejected()
                .forEach((side, reasons) ->
                        reasons.forEach((reason, count) ->
                                sink.value(
                                        ControllerMetric.CERTIFICATES_REJECTED,
                                        (long) count,
                                        side,
                                        reason.label())));
        sink.value(ControllerMetric.CERTIFICATE_END, doors.endsUnixS());
        sink.value(ControllerMetric.JOURNAL_FAILURES, keeper.failures(), "intent");
        sink.value(ControllerMetric.JOURNAL_FAILURES, operators.auditFailures(), "audit");
        cluster(Objects.requireNonNullElse(keeper.cluster(), ClusterView.ALONE), sink);
        sink.value(ControllerMetric.CLUSTER_RELAYED, side == null ? 0 : side.relayed());
        sink.value(ControllerMetric.CLUSTER_SHARING, side == null ? 0 : side.sharing());
        sink.value(ControllerMetric.CLUSTER_SHARED, side == null ? 0 : side.sharedEntries());
        sink.value(ControllerMetric.CLUSTER_SHARED_DIGEST, side == null ? 0 : side.sharedDigest());
        history(history.figures(), sink);
    }

    private static void history(HistoryDesk.Figures figures, Sink sink) {
        sink.value(ControllerMetric.HISTORY_BYTES, figures.eventBytes(), "events");
        sink.value(ControllerMetric.HISTORY_BYTES, figures.linkBytes(), "links");
        sink.value(ControllerMetric.HISTORY_BYTES, figures.memoryBytes(), "memory");
        sink.value(ControllerMetric.HISTORY_LOST, figures.lostEvents(), "events");
        sink.value(ControllerMetric.HISTORY_LOST, figures.lostSeconds(), "seconds");
        sink.value(ControllerMetric.HISTORY_LOST, figures.lostMinutes(), "minutes");
        sink.value(ControllerMetric.HISTORY_FAILURES, figures.failures());
        sink.value(ControllerMetric.HISTORY_UNREADABLE, figures.unreadable());
    }

    private static void cluster(ClusterView cluster, Sink sink) {
        sink.value(ControllerMetric.CLUSTER_LEADS, cluster.leads() ? 1 : 0);
        sink.value(ControllerMetric.CLUSTER_TERM, cluster.term());
        sink.value(ControllerMetric.CLUSTER_COMMITTED, cluster.committed());
        sink.value(ControllerMetric.CLUSTER_HEARD, cluster.heard());
        cluster.rejected()
                .forEach((reason, count) ->
                        sink.value(
                                ControllerMetric.CLUSTER_FRAMES_REJECTED,
                                (long) count,
                                label(reason)));
        sink.value(ControllerMetric.CLUSTER_CONNECTIONS_REFUSED, cluster.refused());
    }

    private static void connections(String side, ConnectionBook book, Sink sink) {
        int half = book.halfOpen();
        sink.value(ControllerMetric.CONNECTIONS, half, side, "half-open");
        sink.value(ControllerMetric.CONNECTIONS, Math.max(0, book.open() - half), side, "known");
        book.turned()
                .forEach((reason, count) ->
                        sink.value(
                                ControllerMetric.CONNECTIONS_TURNED,
                                (long) count,
                                side,
                                label(reason)));
    }

    private void southbound(Reading reading, Sink sink) {
        ControllerView.Counters counters = reading.view().counters();
        Reading.Streams streams = reading.streams();
        sink.value(ControllerMetric.STREAMS, streams.open());
        sink.value(ControllerMetric.STREAMS_REFUSED, loop.refusedStreams());
        sink.value(ControllerMetric.MESSAGES_RECEIVED, streams.received());
        sink.value(ControllerMetric.MESSAGES_SENT, streams.sent());
        sink.value(ControllerMetric.MESSAGES_UNKNOWN, streams.unknownKinds());
        sink.value(ControllerMetric.FIELDS_UNKNOWN, streams.unknownFields());
        streams.rejected()
                .forEach((reason, count) ->
                        sink.value(ControllerMetric.FRAMES_REJECTED, (long) count, label(reason)));
        sink.value(ControllerMetric.PEERS_REFUSED, counters.refused());
        sink.value(ControllerMetric.PEERS_FOREIGN, streams.foreign());
        sink.value(ControllerMetric.MESSAGES_PACED, streams.paced());
        sink.value(ControllerMetric.PEERS_SLOW, streams.slow());
        sink.value(ControllerMetric.MESSAGES_UNEXPECTED, counters.unexpected());
        sink.value(ControllerMetric.REPORTS, counters.reports());
        sink.value(ControllerMetric.ESTIMATES, counters.estimates());
        counters.rejected()
                .forEach((reason, count) ->
                        sink.value(
                                ControllerMetric.ESTIMATES_REJECTED, (long) count, reason.label()));
    }

    private static void state(ControllerView view, Sink sink) {
        sink.value(ControllerMetric.POPS, view.topology().pops().size());
        for (PopIntent pop : view.topology().pops()) {
            Double latitude = pop.latitude();
            Double longitude = pop.longitude();
            if (latitude != null && longitude != null) {
                sink.value(ControllerMetric.POP_LATITUDE, latitude, pop.name().name());
                sink.value(ControllerMetric.POP_LONGITUDE, longitude, pop.name().name());
            }
        }
        for (Role role : Role.values()) {
            long connected =
                    view.peers().stream()
                            .filter(peer -> peer.role() == role)
                            .filter(Peers.Peer::connected)
                            .count();
            sink.value(ControllerMetric.PEERS, connected, label(role));
        }
        Map<LinkStatus, Long> links = zeros(LinkStatus.class);
        for (LinkState link : view.snapshot().links()) {
            links.merge(link.status(), 1L, Long::sum);
        }
        links.forEach(
                (status, count) -> sink.value(ControllerMetric.LINKS, (long) count, label(status)));
        sink.value(ControllerMetric.LINKS_DISPUTED, view.counters().disputed());
        sink.value(ControllerMetric.SNAPSHOT, view.snapshot().number());
        for (Startup.Phase phase : Startup.Phase.values()) {
            sink.value(ControllerMetric.STARTUP_PHASE, view.phase() == phase ? 1 : 0, label(phase));
        }
        sink.value(ControllerMetric.PLANS, view.counters().plans());
        sink.value(ControllerMetric.PLAN_FAULTS, view.counters().planFaults());
        Map<MoveCause.Reason, Long> moves = zeros(MoveCause.Reason.class);
        moves.putAll(view.counters().causes());
        moves.forEach(
                (cause, count) -> sink.value(ControllerMetric.MOVES, (long) count, label(cause)));
        sink.value(ControllerMetric.FLOWS, view.flows().size());
    }

    private static void rules(ControllerView view, Sink sink) {
        sink.value(ControllerMetric.UPDATES, view.counters().updates());
        Map<RuleBook.State, Long> states = zeros(RuleBook.State.class);
        for (ControllerView.Book book : view.books()) {
            String pop = book.pop().name();
            states.merge(book.state(), 1L, Long::sum);
            sink.value(ControllerMetric.FULL_SYNCS, book.fullSyncs(), pop);
            sink.value(ControllerMetric.DELTAS, book.deltas(), pop);
            sink.value(ControllerMetric.RULE_REFUSALS, book.refusals(), pop);
        }
        for (ControllerView.Probing probing : view.probing()) {
            sink.value(
                    ControllerMetric.PROBE_LOAD,
                    probing.loadPercent() / 100.0,
                    probing.pop().name());
        }
        states.forEach((state, count) ->
                sink.value(ControllerMetric.FORWARDERS, (long) count, label(state)));
    }

    private static void times(StageTimes.Snapshot times, Sink sink) {
        histogram(sink, ControllerMetric.DEGRADE_TO_SWITCH, times.degradeToSwitch());
        times.steps()
                .forEach((step, distribution) ->
                        histogram(
                                sink,
                                ControllerMetric.STAGE,
                                distribution,
                                label(step.from()),
                                label(step.to())));
    }

    private static void histogram(
            Sink sink, ControllerMetric metric, StageTimes.Distribution times, String... labels) {
        long[] counts = times.counts().stream().mapToLong(Long::longValue).toArray();
        sink.histogram(metric, BOUNDS, counts, times.sumNs() * NS, labels);
    }

    private static <E extends Enum<E>> Map<E, Long> zeros(Class<E> type) {
        Map<E, Long> counts = new EnumMap<>(type);
        for (E constant : type.getEnumConstants()) {
            counts.put(constant, 0L);
        }
        return counts;
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
