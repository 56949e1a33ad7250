package rhumb.sim.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.sim.ledger.MediaLedger;
import rhumb.sim.ledger.Recovery;
import rhumb.sim.ledger.StreamFigures;
import rhumb.sim.report.EventReport;
import rhumb.sim.report.ExpectationReport;
import rhumb.sim.report.Findings;
import rhumb.sim.report.Judge;
import rhumb.sim.report.RunReport;
import rhumb.sim.report.StreamReport;
import rhumb.sim.scenario.Expectation;
import rhumb.sim.scenario.Scenario;
import rhumb.sim.scenario.StreamKind;
import rhumb.sim.scenario.StreamSpec;
import rhumb.southbound.message.TrafficReport;

/** Collects what a run shows besides its media, and writes the report. */
public final class RunRecorder {
    private record Sample(PopId from, PopId to, TrafficClass trafficClass, long atNs) {}

    private record FlowKey(int service, PopId pop, long flow) {}

    private final Scenario scenario;
    private final World world;
    private final TimelinePlayer timeline;
    private final MediaLedger ledger;
    private final Map<Sample, List<LinkId>> paths = new LinkedHashMap<>();
    private final List<Sample> pending = new ArrayList<>();
    private final Map<FlowKey, Long> switches = new LinkedHashMap<>();

    public RunRecorder(
            Scenario scenario, World world, TimelinePlayer timeline, MediaLedger ledger) {
        this.scenario = scenario;
        this.world = world;
        this.timeline = timeline;
        this.ledger = ledger;
        for (Expectation expectation : scenario.expectations()) {
            if (expectation instanceof Expectation.OfPath e) {
                pending.add(new Sample(e.from(), e.to(), e.trafficClass(), e.atNs()));
            }
        }
        pending.sort(java.util.Comparator.comparingLong(Sample::atNs));
    }

    public long nextDeadlineNs() {
        return pending.isEmpty() ? Long.MAX_VALUE : pending.getFirst().atNs;
    }

    /** Looks at the paths that expectations ask for at this moment. */
    public void onDeadline(long nowNs) {
        while (!pending.isEmpty() && pending.getFirst().atNs <= nowNs) {
            Sample sample = pending.removeFirst();
            paths.put(sample, world.path(sample.from, sample.to, sample.trafficClass));
        }
    }

    /** What a forwarder says of its flows. */
    public void onTraffic(PopId pop, TrafficReport report) {
        for (TrafficReport.Flow flow : report.flows()) {
            switches.put(new FlowKey(flow.service(), pop, flow.flow()), flow.switches());
        }
    }

    /** The report of the run. */
    public RunReport report(String driver) {
        List<EventReport> events = events();
        List<StreamReport> streams = streams();
        Findings findings =
                new Findings(
                        events,
                        streams,
                        (from, to, c, atNs) ->
                                paths.getOrDefault(new Sample(from, to, c, atNs), List.of()));
        List<ExpectationReport> verdicts = Judge.judge(scenario.expectations(), findings);
        return new RunReport(
                scenario.name(),
                scenario.title(),
                driver,
                scenario.seed(),
                scenario.durationNs() / 1_000_000L,
                scenario.pops().size(),
                scenario.links().size(),
                verdicts.stream().allMatch(ExpectationReport::held),
                events,
                streams,
                verdicts);
    }

    private List<EventReport> events() {
        List<EventReport> events = new ArrayList<>();
        List<TimelinePlayer.Happened> all = timeline.happened();
        for (int i = 0; i < all.size(); i++) {
            TimelinePlayer.Happened one = all.get(i);
            long nextNs = i + 1 < all.size() ? all.get(i + 1).atNs() : Long.MAX_VALUE;
            Recovery recovery = ledger.recovery(one.atNs(), nextNs, one.event().heals());
            events.add(
                    new EventReport(
                            one.event().number(),
                            one.atNs(),
                            one.event().what(one.links()),
                            one.detectNs(),
                            one.localSwitchNs(),
                            recovery));
        }
        return events;
    }

    private List<StreamReport> streams() {
        List<StreamReport> streams = new ArrayList<>();
        int service = 0;
        for (StreamSpec spec : scenario.streams()) {
            service++;
            boolean pulled = spec.kind().source() == StreamKind.Source.FLV;
            streams.add(
                    stream(
                            spec,
                            spec.name(),
                            spec.from(),
                            spec.to(),
                            service,
                            pulled ? spec.to() : spec.from()));
            if (spec.duplex()) {
                streams.add(
                        stream(spec, spec.backName(), spec.to(), spec.from(), service, spec.to()));
            }
        }
        return streams;
    }

    /**
     * @param teller the PoP whose forwarder chooses the stream's path
     */
    private StreamReport stream(
            StreamSpec spec, String name, PopId from, PopId to, int service, PopId teller) {
        StreamFigures figures =
                java.util.Objects.requireNonNull(ledger.streams().get(name)).figures();
        return new StreamReport(
                name,
                spec.kind().transport(),
                spec.kind().trafficClass(),
                from,
                to,
                figures,
                switches(service, teller));
    }

    /** Of all flows that the stream was: a client or viewer that came again is another flow. */
    private long switches(int service, PopId teller) {
        return switches.entrySet().stream()
                .filter(e -> e.getKey().service == service && e.getKey().pop.equals(teller))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
