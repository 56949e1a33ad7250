package rhumb.sim.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.sim.impair.LinkSettings;
import rhumb.sim.scenario.Change;
import rhumb.sim.scenario.Scenario;
import rhumb.sim.scenario.TimelineEvent;

/**
 * Makes the scenario's events happen and notes what each of them led to. Times are since the start
 * of the run.
 */
public final class TimelinePlayer {
    /** Implementation constant: over how long "busiest" looks back. */
    private static final long SAMPLE_NS = 500_000_000L;

    /** What is known of an event that happened. */
    public static final class Happened {
        private final TimelineEvent event;
        private final List<LinkId> links;
        private final long atNs;
        private long detectedNs = -1;
        private long switchedNs = -1;

        Happened(TimelineEvent event, List<LinkId> links, long atNs) {
            this.event = event;
            this.links = List.copyOf(links);
            this.atNs = atNs;
        }

        public TimelineEvent event() {
            return event;
        }

        /** The links it changed. */
        public List<LinkId> links() {
            return links;
        }

        /** When it really happened. */
        public long atNs() {
            return atNs;
        }

        public OptionalLong detectNs() {
            return detectedNs < 0 ? OptionalLong.empty() : OptionalLong.of(detectedNs - atNs);
        }

        public OptionalLong localSwitchNs() {
            return switchedNs < 0 ? OptionalLong.empty() : OptionalLong.of(switchedNs - atNs);
        }
    }

    private final Scenario scenario;
    private final World world;
    private final Map<LinkId, LinkSettings> settings;
    private final Set<PopId> downPops = new LinkedHashSet<>();
    private final List<Happened> happened = new ArrayList<>();
    private Map<LinkId, Long> sampledBytes = new LinkedHashMap<>();
    private Map<LinkId, Long> sampledBefore = new LinkedHashMap<>();
    private long nextSampleNs;

    public TimelinePlayer(Scenario scenario, World world) {
        this.scenario = scenario;
        this.world = world;
        this.settings = new LinkedHashMap<>(scenario.links());
    }

    /** Events so far, in the order of their numbers. */
    public List<Happened> happened() {
        return happened;
    }

    public long nextDeadlineNs() {
        long nextEventNs =
                happened.size() < scenario.timeline().size()
                        ? scenario.timeline().get(happened.size()).atNs()
                        : Long.MAX_VALUE;
        return Math.min(nextSampleNs, nextEventNs);
    }

    public void onDeadline(long nowNs) {
        if (nowNs >= nextSampleNs) {
            nextSampleNs = nowNs + SAMPLE_NS;
            sampledBefore = sampledBytes;
            sampledBytes = world.offeredBytes();
        }
        while (happened.size() < scenario.timeline().size()
                && scenario.timeline().get(happened.size()).atNs() <= nowNs) {
            TimelineEvent event = scenario.timeline().get(happened.size());
            happened.add(new Happened(event, apply(event.change()), nowNs));
        }
    }

    /** An agent called a link degraded or down. */
    public void onDegraded(long nowNs, LinkId link) {
        for (Happened fault : happened) {
            if (!fault.event.heals() && fault.detectedNs < 0 && fault.links.contains(link)) {
                fault.detectedNs = nowNs;
            }
        }
    }

    /** A forwarder left, by itself, a path whose first link is this one. */
    public void onLocalSwitch(long nowNs, LinkId first) {
        for (Happened fault : happened) {
            boolean touched = fault.links.contains(first) || fault.links.contains(first.reverse());
            if (!fault.event.heals() && fault.switchedNs < 0 && touched && nowNs >= fault.atNs) {
                fault.switchedNs = nowNs;
            }
        }
    }

    private List<LinkId> apply(Change change) {
        return switch (change) {
            case Change.OfLinks c -> {
                List<LinkId> links = links(c.target());
                for (LinkId link : links) {
                    LinkSettings topology = scenario.links().get(link);
                    LinkSettings now = settings.get(link);
                    if (topology != null && now != null) {
                        settings.put(link, c.edit().apply(now, topology));
                        show(link);
                    }
                }
                yield links;
            }
            case Change.OfPop c -> {
                if (c.up()) {
                    downPops.remove(c.pop());
                } else {
                    downPops.add(c.pop());
                }
                List<LinkId> links =
                        scenario.links().keySet().stream()
                                .filter(link ->
                                        link.source().equals(c.pop())
                                                || link.target().equals(c.pop()))
                                .toList();
                links.forEach(this::show);
                world.pop(c.pop(), c.up());
                yield links;
            }
            case Change.OfController c -> {
                world.controller(c.up());
                yield List.of();
            }
        };
    }

    /** A PoP that is down is dark whatever its links are set to. */
    private void show(LinkId link) {
        LinkSettings set = settings.get(link);
        if (set != null) {
            boolean dark = downPops.contains(link.source()) || downPops.contains(link.target());
            world.change(link, dark ? set.withBlackhole(true) : set);
        }
    }

    private List<LinkId> links(Change.LinkTarget target) {
        return switch (target) {
            case Change.LinkTarget.Named named -> named.links();
            case Change.LinkTarget.Busiest busiest -> List.of(busiest());
            case Change.LinkTarget.SameAs same -> happened.get(same.event() - 1).links;
        };
    }

    private LinkId busiest() {
        Map<LinkId, Long> now = world.offeredBytes();
        // Streams of both directions may weigh the same: the first by name, so that a seed decides
        // everything.
        return scenario.links().keySet().stream()
                .max(
                        Comparator.<LinkId>comparingLong(link ->
                                        now.getOrDefault(link, 0L)
                                                - sampledBefore.getOrDefault(link, 0L))
                                .thenComparing(Comparator.<LinkId>naturalOrder().reversed()))
                .orElseThrow();
    }
}
