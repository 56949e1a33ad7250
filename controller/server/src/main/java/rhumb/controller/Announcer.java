package rhumb.controller;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import rhumb.controller.event.Event;
import rhumb.controller.event.EventCode;
import rhumb.controller.event.EventLog;
import rhumb.controller.event.SurgeLimit;
import rhumb.controller.intent.Topology;
import rhumb.controller.lsdb.ReportReject;
import rhumb.controller.plan.MoveCause;
import rhumb.controller.plan.OverlayPath;
import rhumb.controller.plan.Plan;
import rhumb.net.ClassSet;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.southbound.message.Hello;
import rhumb.southbound.message.Message;
import rhumb.southbound.message.Refusal;
import rhumb.southbound.message.Role;

/**
 * What the controller tells people, and how often: what repeats itself is told once, or once in a
 * while, so that it pushes nothing else out of the log. {@link Telling} has the words.
 */
final class Announcer {
    private static final long REJECT_EVENT_NS = 600_000_000_000L;
    private static final long REFUSED_WINDOW_NS = 60_000_000_000L;
    private static final int REFUSED_EVENTS = 10;
    private static final int UNEXPECTED_EVENTS = 1_000;

    /** What classes of one pair have in common that are told in one event. */
    private record Move(
            int from,
            int to,
            @Nullable OverlayPath before,
            OverlayPath after,
            MoveCause.Reason reason,
            @Nullable LinkId culprit) {
        static Move of(Plan.Changed change) {
            MoveCause cause = change.after().cause();
            return new Move(
                    change.from(),
                    change.to(),
                    change.before() == null ? null : change.before().primary(),
                    change.after().primary(),
                    cause.reason(),
                    cause.culprit() == null ? null : cause.culprit().link());
        }
    }

    private final Topology topology;
    private final ControllerCore.Sink sink;
    private final EventLog events;
    private final SurgeLimit surge = new SurgeLimit();
    private final Map<PopId, Map<ReportReject, Long>> rejectsTold = new TreeMap<>();
    private final HopelessPairs hopeless = new HopelessPairs();
    private String committer = "";
    private long unixOffsetNs;
    private final Map<MoveCause.Reason, Long> moves = new EnumMap<>(MoveCause.Reason.class);
    private long planFaults;
    private long refused;
    private long refusedTold;
    private long refusedWindowNs;
    private long unexpected;

    /**
     * @param limit how many events are kept
     */
    Announcer(Topology topology, ControllerCore.Sink sink, int limit, long nowNs) {
        this.topology = topology;
        this.sink = sink;
        this.events = new EventLog(limit);
        this.refusedWindowNs = nowNs;
    }

    void onClock(long newUnixOffsetNs) {
        unixOffsetNs = newUnixOffsetNs;
    }

    void tell(long nowNs, Event event) {
        if (surge.admits(nowNs, event.code())) {
            keep(nowNs, event);
        }
    }

    void onDeadline(long nowNs) {
        surge.settle(nowNs).forEach(sum -> keep(nowNs, sum));
    }

    private void keep(long nowNs, Event event) {
        sink.event(events.add(event, nowNs, nowNs + unixOffsetNs));
    }

    /** Why a process is not greeted; null = it is. */
    @Nullable Refusal stranger(long nowNs, Hello hello) {
        if (topology.popIndex(hello.pop()) < 0) {
            String text =
                    "PoP "
                            + hello.pop()
                            + " is not configured: add it to the intent or correct its name";
            return refuse(nowNs, hello, "unknown-pop", text);
        }
        if (hello.version() < 1) {
            String text =
                    "contract version " + hello.version() + " is not spoken: expected 1 or more";
            return refuse(nowNs, hello, "version", text);
        }
        return null;
    }

    /** The certificate of a process that greets names another PoP. */
    Refusal foreign(long nowNs, Hello hello, String proved) {
        String text =
                proved
                        + " greets as PoP "
                        + hello.pop()
                        + ": it speaks for its own PoP alone;"
                        + " correct pop: in its configuration, or enrol it as that PoP";
        return refuse(nowNs, hello, "foreign-pop", text);
    }

    /** A revision of the intent is in force: what its rules move is the doing of who made it. */
    void committed(long nowNs, String who, String text) {
        committer = who;
        tell(nowNs, Event.of(EventCode.INTENT_COMMITTED, text).by(who));
    }

    /** A greeting is turned away. Who is turned away tries again for ever. */
    Refusal refuse(long nowNs, Hello hello, String code, String text) {
        refused++;
        if (nowNs - refusedWindowNs >= REFUSED_WINDOW_NS) {
            refusedWindowNs = nowNs;
            refusedTold = 0;
        }
        if (refusedTold++ < REFUSED_EVENTS) {
            tell(nowNs, Event.of(EventCode.PEER_REFUSED, lower(hello.role()) + ": " + text));
        }
        return new Refusal(code, text);
    }

    /** A message that its sender has no business sending. */
    void unexpected(long nowNs, PopId pop, Role role, Message message) {
        unexpected++;
        if (unexpected == 1 || unexpected % UNEXPECTED_EVENTS == 0) {
            tell(
                    nowNs,
                    Event.of(
                            EventCode.MESSAGE_UNEXPECTED,
                            message.kind() + " from " + lower(role) + " of " + pop));
        }
    }

    /** Each reason of each PoP once, and again after a while. */
    void rejected(long nowNs, PopId pop, List<ReportReject> reasons) {
        Map<ReportReject, Long> told =
                rejectsTold.computeIfAbsent(pop, p -> new EnumMap<>(ReportReject.class));
        List<ReportReject> news =
                reasons.stream()
                        .filter(reason -> {
                            Long last = told.get(reason);
                            return last == null || nowNs - last >= REJECT_EVENT_NS;
                        })
                        .toList();
        news.forEach(reason -> told.put(reason, nowNs));
        if (!news.isEmpty()) {
            tell(
                    nowNs,
                    Event.ofPop(EventCode.REPORT_REJECTED, pop, "agent of " + pop + ": " + news));
        }
    }

    /** What moved, and pairs whose best path is no good: the same for all classes, told for one. */
    void plan(long nowNs, Plan plan) {
        Map<Move, List<Plan.Changed>> together = new LinkedHashMap<>();
        for (Plan.Changed change : plan.moved()) {
            moves.merge(change.after().cause().reason(), 1L, Long::sum);
            together.computeIfAbsent(Move.of(change), m -> new ArrayList<>()).add(change);
        }
        together.forEach((move, moved) -> {
            Event event = Telling.moved(topology, moved);
            tell(nowNs, move.reason.ruled() ? event.by(committer) : event);
        });
        for (int pair : hopeless.next(plan)) {
            PopId from = topology.pop(pair / plan.pops());
            PopId to = topology.pop(pair % plan.pops());
            tell(
                    nowNs,
                    Event.ofPath(
                            EventCode.NO_GOOD_PATH,
                            from,
                            to,
                            ClassSet.ALL,
                            List.of(),
                            null,
                            from + " -> " + to));
        }
    }

    /** Some paths are not those of the last plan. */
    void adopted() {
        hopeless.forget();
    }

    List<Event> all() {
        return events.all();
    }

    /** Paths that do not hold what plans promise. */
    void faults(long nowNs, List<String> faults) {
        planFaults += faults.size();
        faults.forEach(fault -> tell(nowNs, Event.of(EventCode.PLAN_FAULT, fault)));
    }

    /** Primaries that changed. */
    long moves() {
        return moves.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The same by cause. */
    Map<MoveCause.Reason, Long> causes() {
        return moves;
    }

    long planFaults() {
        return planFaults;
    }

    long refused() {
        return refused;
    }

    long unexpected() {
        return unexpected;
    }

    static String lower(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
