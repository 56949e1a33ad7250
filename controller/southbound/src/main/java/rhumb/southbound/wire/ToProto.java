package rhumb.southbound.wire;

import rhumb.net.ClassTarget;
import rhumb.net.Endpoint;
import rhumb.net.Epoch;
import rhumb.net.Label;
import rhumb.southbound.link.LinkEstimate;
import rhumb.southbound.message.DscpReport;
import rhumb.southbound.message.DscpSweep;
import rhumb.southbound.message.Heartbeat;
import rhumb.southbound.message.Hello;
import rhumb.southbound.message.InstalledRules;
import rhumb.southbound.message.LinkHealth;
import rhumb.southbound.message.LinkPassive;
import rhumb.southbound.message.LinkReport;
import rhumb.southbound.message.Message;
import rhumb.southbound.message.OuterMarks;
import rhumb.southbound.message.PathTrace;
import rhumb.southbound.message.PathTraceOrder;
import rhumb.southbound.message.ProbePlan;
import rhumb.southbound.message.PublicKeys;
import rhumb.southbound.message.Refusal;
import rhumb.southbound.message.Regreet;
import rhumb.southbound.message.RuleAck;
import rhumb.southbound.message.RuleUpdate;
import rhumb.southbound.message.TraceReport;
import rhumb.southbound.message.TrafficReport;
import rhumb.southbound.message.Welcome;
import rhumb.southbound.trace.ConvergenceTrace;
import rhumb.southbound.trace.Stamp;
import rhumb.southbound.v1.Frame;
import rhumb.southbound.v1.Trace;

/** From our records to the generated classes. */
final class ToProto {
    private ToProto() {}

    static Frame frame(Message message) {
        Frame.Builder frame = Frame.newBuilder();
        switch (message) {
            case Hello m -> frame.setHello(hello(m));
            case Welcome m -> frame.setWelcome(welcome(m));
            case Refusal m ->
                    frame.setRefusal(
                            rhumb.southbound.v1.Refusal.newBuilder()
                                    .setCode(m.code())
                                    .setText(m.text()));
            case Regreet m ->
                    frame.setRegreet(
                            rhumb.southbound.v1.Regreet.newBuilder().setReason(m.reason()));
            case Heartbeat m ->
                    frame.setHeartbeat(rhumb.southbound.v1.Heartbeat.newBuilder().setSeq(m.seq()));
            case ProbePlan m -> frame.setProbePlan(probePlan(m));
            case LinkReport m -> frame.setLinkReport(linkReport(m));
            case LinkHealth m -> frame.setLinkHealth(linkHealth(m));
            case LinkPassive m -> frame.setLinkPassive(linkPassive(m));
            case RuleUpdate m -> frame.setRuleUpdate(ruleUpdate(m));
            case RuleAck m -> frame.setRuleAck(ruleAck(m));
            case InstalledRules m -> {
                var rules =
                        rhumb.southbound.v1.InstalledRules.newBuilder().setEpoch(epoch(m.epoch()));
                RuleToProto.rules(m.rules(), rules::addRules);
                frame.setInstalledRules(rules);
            }
            case TrafficReport m -> frame.setTrafficReport(trafficReport(m));
            case TraceReport m -> {
                var report = rhumb.southbound.v1.TraceReport.newBuilder();
                m.traces().forEach(trace -> report.addTraces(trace(trace)));
                frame.setTraceReport(report);
            }
            case DscpReport m -> frame.setDscpReport(DscpProto.report(m));
            case DscpSweep m -> frame.setDscpSweep(DscpProto.sweep(m));
            case PathTraceOrder m -> frame.setPathTraceOrder(PathTraceProto.order(m));
            case PathTrace m -> frame.setPathTrace(PathTraceProto.trace(m));
            case OuterMarks m -> frame.setOuterMarks(DscpProto.marks(m));
            case PublicKeys m ->
                    frame.setPublicKeys(
                            rhumb.southbound.v1.PublicKeys.newBuilder()
                                    .addAllKeys(RuleToProto.keys(m.keys())));
        }
        return frame.build();
    }

    static rhumb.southbound.v1.Endpoint endpoint(Endpoint endpoint) {
        return rhumb.southbound.v1.Endpoint.newBuilder()
                .setHigh(endpoint.high())
                .setLow(endpoint.low())
                .setPort(endpoint.port())
                .build();
    }

    static rhumb.southbound.v1.Epoch epoch(Epoch epoch) {
        return rhumb.southbound.v1.Epoch.newBuilder()
                .setCounter(epoch.counter())
                .setController(epoch.controller())
                .build();
    }

    static Trace trace(ConvergenceTrace trace) {
        Trace.Builder built = Trace.newBuilder().setId(trace.id()).setLink(trace.link().toString());
        for (Stamp stamp : trace.stamps()) {
            built.addStamps(
                    Trace.Stamp.newBuilder()
                            .setStage(stamp.stage().ordinal() + 1)
                            .setNode(stamp.node())
                            .setUnixNs(stamp.unixNs()));
        }
        return built.build();
    }

    private static rhumb.southbound.v1.Hello hello(Hello m) {
        return rhumb.southbound.v1.Hello.newBuilder()
                .setPop(m.pop().name())
                .setRole(m.role().ordinal() + 1)
                .setInstance(m.instance())
                .setVersion(m.version())
                .addAllCapabilities(m.capabilities().stream().sorted().toList())
                .setInstalled(epoch(m.installed()))
                .build();
    }

    private static rhumb.southbound.v1.Welcome welcome(Welcome m) {
        return rhumb.southbound.v1.Welcome.newBuilder()
                .setController(m.controller())
                .setVersion(m.version())
                .addAllCapabilities(m.capabilities().stream().sorted().toList())
                .setHeartbeatNs(m.heartbeatNs())
                .setWantRules(m.wantRules())
                .setKnownSeq(m.knownSeq())
                .build();
    }

    private static rhumb.southbound.v1.ProbePlan probePlan(ProbePlan m) {
        var plan =
                rhumb.southbound.v1.ProbePlan.newBuilder()
                        .setVersion(m.version())
                        .setPacketsPerSecond(limit(m.budget().packetsPerSecond()))
                        .setBitRateBps(limit(m.budget().bitRateBps()));
        for (ProbePlan.ProbedLink link : m.links()) {
            plan.addLinks(
                    rhumb.southbound.v1.ProbePlan.Link.newBuilder()
                            .setLink(link.link().toString())
                            .setReflector(endpoint(link.reflector()))
                            .setIntervalNs(link.intervalNs())
                            .setBusyIntervalNs(link.busyNs())
                            .setUse(link.use().ordinal() + 1));
        }
        for (ClassTarget target : m.targets()) {
            plan.addTargets(
                    rhumb.southbound.v1.ProbePlan.Target.newBuilder()
                            .setMaxLossPpm((int) target.maxLossPpm())
                            .setMaxDelayNs(target.maxDelayNs())
                            .setMaxDelayRiseNs(target.maxDelayRiseNs())
                            .setMaxReorderPpm((int) target.maxReorderPpm())
                            .setMaxJitterNs(target.maxJitterNs()));
        }
        return plan.build();
    }

    private static long limit(long value) {
        return value == Long.MAX_VALUE ? 0 : value;
    }

    private static rhumb.southbound.v1.LinkReport linkReport(LinkReport m) {
        var report =
                rhumb.southbound.v1.LinkReport.newBuilder()
                        .setSeq(m.seq())
                        .setComplete(m.complete());
        m.estimates().forEach(estimate -> report.addEstimates(estimate(estimate)));
        m.traces().forEach(trace -> report.addTraces(trace(trace)));
        return report.build();
    }

    private static rhumb.southbound.v1.LinkEstimate estimate(LinkEstimate e) {
        var estimate = rhumb.southbound.v1.LinkEstimate.newBuilder();
        if (e.delayRiseP95Ns() >= 0) {
            estimate.setDelayRiseP95Ns(e.delayRiseP95Ns());
        }
        if (e.goodputBps() >= 0) {
            estimate.setGoodputBps(e.goodputBps());
        }
        return estimate.setLink(e.link().toString())
                .setView(e.view().ordinal() + 1)
                .setStatus(e.status().ordinal())
                .setDegraded(e.degraded().bits())
                .setSign(e.sign().ordinal())
                .setSamples(e.samples())
                .setLossPpmShort(e.lossPpmShort())
                .setLossPpmLong(e.lossPpmLong())
                .setRttNs(e.rttNs())
                .setDelayNs(e.delayNs())
                .setDelayRiseNs(e.delayRiseNs())
                .setJitterNs(e.jitterNs())
                .setReorderPpm(e.reorderPpm())
                .setDuplicatePpm(e.duplicatePpm())
                .build();
    }

    private static rhumb.southbound.v1.LinkHealth linkHealth(LinkHealth m) {
        var health = rhumb.southbound.v1.LinkHealth.newBuilder();
        for (LinkHealth.Entry entry : m.links()) {
            var built =
                    rhumb.southbound.v1.LinkHealth.Entry.newBuilder()
                            .setLink(entry.link().toString())
                            .setStatus(entry.status().ordinal())
                            .setDegraded(entry.degraded().bits())
                            .setSign(entry.sign().ordinal());
            if (entry.trace() != null) {
                built.setTrace(trace(entry.trace()));
            }
            health.addLinks(built);
        }
        return health.build();
    }

    private static rhumb.southbound.v1.LinkPassive linkPassive(LinkPassive m) {
        var passive = rhumb.southbound.v1.LinkPassive.newBuilder();
        for (LinkPassive.Entry entry : m.links()) {
            var added = passive.addLinksBuilder();
            if (entry.bytes() >= 0) {
                added.setBytes(entry.bytes());
            }
            added.setLink(entry.link().toString())
                    .setView(entry.view().ordinal() + 1)
                    .setIntervalNs(entry.intervalNs())
                    .setSent(entry.sent())
                    .setLost(entry.lost())
                    .setReordered(entry.reordered())
                    .setDuplicate(entry.duplicate())
                    .setTransitNsMin(entry.transitNsMin())
                    .setTransitNsMax(entry.transitNsMax());
        }
        return passive.build();
    }

    private static rhumb.southbound.v1.RuleUpdate ruleUpdate(RuleUpdate m) {
        var update = rhumb.southbound.v1.RuleUpdate.newBuilder().setEpoch(epoch(m.epoch()));
        switch (m) {
            case RuleUpdate.FullSync full -> {
                update.setFull(true);
                RuleToProto.rules(full.rules(), update::addPut);
            }
            case RuleUpdate.Delta delta -> {
                update.setBase(epoch(delta.base()));
                RuleToProto.rules(delta.put(), update::addPut);
                delta.remove().forEach(key -> update.addRemove(RuleToProto.key(key)));
            }
        }
        m.traces().forEach(trace -> update.addTraces(trace(trace)));
        return update.build();
    }

    private static rhumb.southbound.v1.RuleAck ruleAck(RuleAck m) {
        var ack =
                rhumb.southbound.v1.RuleAck.newBuilder()
                        .setInstalled(epoch(m.installed()))
                        .setRefused(epoch(m.refused()))
                        .setReason(m.reason());
        m.traces().forEach(trace -> ack.addTraces(trace(trace)));
        return ack.build();
    }

    private static rhumb.southbound.v1.TrafficReport trafficReport(TrafficReport m) {
        var report = rhumb.southbound.v1.TrafficReport.newBuilder();
        for (TrafficReport.Flow flow : m.flows()) {
            report.addFlows(
                    rhumb.southbound.v1.TrafficReport.Flow.newBuilder()
                            .setService(flow.service())
                            .setFlow(flow.flow())
                            .setPeerPop(flow.peerPop())
                            .setClassCode(flow.trafficClass().code())
                            .addAllLabels(flow.labels().stream().map(Label::value).toList())
                            .setOnBackup(flow.onBackup())
                            .setPackets(flow.packets())
                            .setBytes(flow.bytes())
                            .setSwitches(flow.switches()));
        }
        for (TrafficReport.Bypass bypass : m.bypasses()) {
            report.addBypasses(
                    rhumb.southbound.v1.TrafficReport.Bypass.newBuilder()
                            .setLink(bypass.link().toString())
                            .setClassCode(bypass.trafficClass().code())
                            .addAllLabels(bypass.labels().stream().map(Label::value).toList())
                            .setForNs(bypass.forNs())
                            .setPackets(bypass.packets())
                            .setUnfit(bypass.unfit()));
        }
        m.queues().forEach(queue -> report.addQueues(QosProto.queue(queue)));
        return report.build();
    }
}
