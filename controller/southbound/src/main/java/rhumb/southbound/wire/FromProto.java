package rhumb.southbound.wire;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rhumb.net.ClassSet;
import rhumb.net.ClassTarget;
import rhumb.net.Endpoint;
import rhumb.net.Epoch;
import rhumb.net.Label;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.southbound.link.LinkEstimate;
import rhumb.southbound.link.LinkSign;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.link.LinkView;
import rhumb.southbound.message.Heartbeat;
import rhumb.southbound.message.Hello;
import rhumb.southbound.message.InstalledRules;
import rhumb.southbound.message.LinkHealth;
import rhumb.southbound.message.LinkPassive;
import rhumb.southbound.message.LinkReport;
import rhumb.southbound.message.Message;
import rhumb.southbound.message.ProbePlan;
import rhumb.southbound.message.PublicKeys;
import rhumb.southbound.message.Refusal;
import rhumb.southbound.message.Regreet;
import rhumb.southbound.message.Role;
import rhumb.southbound.message.RuleAck;
import rhumb.southbound.message.RuleUpdate;
import rhumb.southbound.message.TraceReport;
import rhumb.southbound.message.TrafficReport;
import rhumb.southbound.message.Welcome;
import rhumb.southbound.trace.ConvergenceTrace;
import rhumb.southbound.trace.Stage;
import rhumb.southbound.trace.Stamp;
import rhumb.southbound.v1.Frame;
import rhumb.southbound.v1.Trace;

/**
 * From the generated classes to our records. A value out of range is an IllegalArgumentException of
 * the record.
 */
final class FromProto {
    private static final Role[] ROLES = Role.values();
    private static final LinkView[] VIEWS = LinkView.values();
    private static final LinkStatus[] STATUSES = LinkStatus.values();
    private static final LinkSign[] SIGNS = LinkSign.values();
    private static final Stage[] STAGES = Stage.values();
    private static final ProbePlan.Use[] USES = ProbePlan.Use.values();

    private FromProto() {}

    static Message message(Frame frame) {
        return switch (frame.getBodyCase()) {
            case HELLO -> hello(frame.getHello());
            case WELCOME -> welcome(frame.getWelcome());
            case REFUSAL -> new Refusal(frame.getRefusal().getCode(), frame.getRefusal().getText());
            case REGREET -> new Regreet(frame.getRegreet().getReason());
            case HEARTBEAT -> new Heartbeat(frame.getHeartbeat().getSeq());
            case LINK_REPORT -> linkReport(frame.getLinkReport());
            case RULE_UPDATE -> ruleUpdate(frame.getRuleUpdate());
            case RULE_ACK -> ruleAck(frame.getRuleAck());
            case LINK_HEALTH -> linkHealth(frame.getLinkHealth());
            case LINK_PASSIVE -> linkPassive(frame.getLinkPassive());
            case PROBE_PLAN -> probePlan(frame.getProbePlan());
            case INSTALLED_RULES -> {
                var m = frame.getInstalledRules();
                yield new InstalledRules(
                        epoch(m.getEpoch()), RuleFromProto.rules(m.getRulesList()));
            }
            case TRAFFIC_REPORT -> trafficReport(frame.getTrafficReport());
            case TRACE_REPORT -> new TraceReport(traces(frame.getTraceReport().getTracesList()));
            case DSCP_REPORT -> DscpProto.report(frame.getDscpReport());
            case DSCP_SWEEP -> DscpProto.sweep(frame.getDscpSweep());
            case PATH_TRACE_ORDER -> PathTraceProto.order(frame.getPathTraceOrder());
            case PATH_TRACE -> PathTraceProto.trace(frame.getPathTrace());
            case OUTER_MARKS -> DscpProto.marks(frame.getOuterMarks());
            case PUBLIC_KEYS ->
                    new PublicKeys(RuleFromProto.publicKeys(frame.getPublicKeys().getKeysList()));
            case BODY_NOT_SET -> throw new IllegalArgumentException("empty frame");
        };
    }

    /** The constant whose ordinal is {@code number - first}. */
    static <E> E constant(E[] constants, int number, int first, String what) {
        int index = number - first;
        if (index < 0 || index >= constants.length) {
            throw new IllegalArgumentException(
                    what + " " + Integer.toUnsignedString(number) + " is not known");
        }
        return constants[index];
    }

    static TrafficClass trafficClass(int code) {
        @Nullable TrafficClass c = TrafficClass.ofCode(code);
        if (c == null) {
            throw new IllegalArgumentException(
                    "class code " + Integer.toUnsignedString(code) + " is not known");
        }
        return c;
    }

    static Endpoint endpoint(rhumb.southbound.v1.Endpoint e) {
        return new Endpoint(e.getHigh(), e.getLow(), e.getPort());
    }

    static List<Label> labels(List<Integer> values) {
        return values.stream().map(Label::new).toList();
    }

    private static Epoch epoch(rhumb.southbound.v1.Epoch e) {
        return new Epoch(e.getCounter(), e.getController());
    }

    private static Hello hello(rhumb.southbound.v1.Hello m) {
        return new Hello(
                new PopId(m.getPop()),
                constant(ROLES, m.getRole(), 1, "role"),
                m.getInstance(),
                m.getVersion(),
                Set.copyOf(m.getCapabilitiesList()),
                epoch(m.getInstalled()));
    }

    private static Welcome welcome(rhumb.southbound.v1.Welcome m) {
        return new Welcome(
                m.getController(),
                m.getVersion(),
                Set.copyOf(m.getCapabilitiesList()),
                m.getHeartbeatNs(),
                m.getWantRules(),
                m.getKnownSeq());
    }

    private static ProbePlan probePlan(rhumb.southbound.v1.ProbePlan m) {
        return new ProbePlan(
                m.getVersion(),
                m.getLinksList().stream().map(FromProto::probedLink).toList(),
                m.getTargetsList().stream()
                        .map(t ->
                                new ClassTarget(
                                        Integer.toUnsignedLong(t.getMaxLossPpm()),
                                        t.getMaxDelayNs(),
                                        t.getMaxDelayRiseNs(),
                                        Integer.toUnsignedLong(t.getMaxReorderPpm()),
                                        t.getMaxJitterNs()))
                        .toList(),
                new ProbePlan.Budget(limit(m.getPacketsPerSecond()), limit(m.getBitRateBps())));
    }

    private static ProbePlan.ProbedLink probedLink(rhumb.southbound.v1.ProbePlan.Link l) {
        return new ProbePlan.ProbedLink(
                LinkId.parse(l.getLink()),
                endpoint(l.getReflector()),
                l.getUse() == 0 ? ProbePlan.Use.PLANNED : constant(USES, l.getUse(), 1, "use"),
                l.getIntervalNs(),
                l.getBusyIntervalNs() == 0 ? l.getIntervalNs() : l.getBusyIntervalNs());
    }

    /** A limit that is left out is none. */
    private static long limit(long value) {
        return value == 0 ? Long.MAX_VALUE : value;
    }

    private static LinkReport linkReport(rhumb.southbound.v1.LinkReport m) {
        return new LinkReport(
                m.getSeq(),
                m.getComplete(),
                m.getEstimatesList().stream().map(FromProto::estimate).toList(),
                traces(m.getTracesList()));
    }

    private static LinkEstimate estimate(rhumb.southbound.v1.LinkEstimate e) {
        return new LinkEstimate(
                LinkId.parse(e.getLink()),
                constant(VIEWS, e.getView(), 1, "view"),
                constant(STATUSES, e.getStatus(), 0, "status"),
                new ClassSet(e.getDegraded()),
                constant(SIGNS, e.getSign(), 0, "sign"),
                e.getSamples(),
                e.getLossPpmShort(),
                e.getLossPpmLong(),
                e.getRttNs(),
                e.getDelayNs(),
                e.getDelayRiseNs(),
                e.getJitterNs(),
                e.getReorderPpm(),
                e.getDuplicatePpm(),
                e.hasDelayRiseP95Ns() ? e.getDelayRiseP95Ns() : LinkEstimate.UNKNOWN_VALUE,
                e.hasGoodputBps() ? e.getGoodputBps() : LinkEstimate.UNKNOWN_VALUE);
    }

    private static LinkHealth linkHealth(rhumb.southbound.v1.LinkHealth m) {
        return new LinkHealth(
                m.getLinksList().stream()
                        .map(e ->
                                new LinkHealth.Entry(
                                        LinkId.parse(e.getLink()),
                                        constant(STATUSES, e.getStatus(), 0, "status"),
                                        new ClassSet(e.getDegraded()),
                                        constant(SIGNS, e.getSign(), 0, "sign"),
                                        e.hasTrace() ? trace(e.getTrace()) : null))
                        .toList());
    }

    private static LinkPassive linkPassive(rhumb.southbound.v1.LinkPassive m) {
        return new LinkPassive(
                m.getLinksList().stream()
                        .map(e ->
                                new LinkPassive.Entry(
                                        LinkId.parse(e.getLink()),
                                        constant(VIEWS, e.getView(), 1, "view"),
                                        e.getIntervalNs(),
                                        e.getSent(),
                                        e.getLost(),
                                        e.getReordered(),
                                        e.getDuplicate(),
                                        e.getTransitNsMin(),
                                        e.getTransitNsMax(),
                                        e.hasBytes()
                                                ? e.getBytes()
                                                : LinkPassive.Entry.UNKNOWN_BYTES))
                        .toList());
    }

    private static RuleUpdate ruleUpdate(rhumb.southbound.v1.RuleUpdate m) {
        Epoch epoch = epoch(m.getEpoch());
        return m.getFull()
                ? new RuleUpdate.FullSync(
                        epoch, RuleFromProto.rules(m.getPutList()), traces(m.getTracesList()))
                : new RuleUpdate.Delta(
                        epoch,
                        epoch(m.getBase()),
                        RuleFromProto.rules(m.getPutList()),
                        RuleFromProto.keys(m.getRemoveList()),
                        traces(m.getTracesList()));
    }

    private static RuleAck ruleAck(rhumb.southbound.v1.RuleAck m) {
        return new RuleAck(
                epoch(m.getInstalled()),
                epoch(m.getRefused()),
                m.getReason(),
                traces(m.getTracesList()));
    }

    private static TrafficReport trafficReport(rhumb.southbound.v1.TrafficReport m) {
        return new TrafficReport(
                m.getFlowsList().stream()
                        .map(f ->
                                new TrafficReport.Flow(
                                        f.getService(),
                                        f.getFlow(),
                                        f.getPeerPop(),
                                        trafficClass(f.getClassCode()),
                                        labels(f.getLabelsList()),
                                        f.getOnBackup(),
                                        f.getPackets(),
                                        f.getBytes(),
                                        f.getSwitches()))
                        .toList(),
                m.getBypassesList().stream()
                        .map(b ->
                                new TrafficReport.Bypass(
                                        LinkId.parse(b.getLink()),
                                        trafficClass(b.getClassCode()),
                                        labels(b.getLabelsList()),
                                        b.getForNs(),
                                        b.getPackets(),
                                        b.getUnfit()))
                        .toList(),
                m.getQueuesList().stream().map(QosProto::queue).toList());
    }

    private static List<ConvergenceTrace> traces(List<Trace> traces) {
        return traces.stream().map(FromProto::trace).toList();
    }

    private static ConvergenceTrace trace(Trace t) {
        return new ConvergenceTrace(
                t.getId(),
                LinkId.parse(t.getLink()),
                t.getStampsList().stream()
                        .map(s ->
                                new Stamp(
                                        constant(STAGES, s.getStage(), 1, "stage"),
                                        s.getNode(),
                                        s.getUnixNs()))
                        .toList());
    }
}
