package rhumb.controller.whatif;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.PopIntent;
import rhumb.controller.intent.Topology;
import rhumb.controller.intent.UplinkIntent;
import rhumb.controller.lsdb.LinkState;
import rhumb.controller.lsdb.Snapshot;
import rhumb.net.Endpoint;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.UplinkId;

/** The overlay as it would be: intent, topology and link states, changed one thing at a time. */
final class Hypothesis {
    /** Addresses for documentation (RFC 5737): nothing is ever sent there. */
    private static final Endpoint NOWHERE = Endpoint.parse("192.0.2.1:4000");

    private final long nowNs;
    private final LinkEdit edit;
    private final Map<LinkId, Integer> prices = new TreeMap<>();
    private final Set<PopId> dead = new TreeSet<>();
    private final Set<PopId> added = new TreeSet<>();
    private final List<String> changes = new ArrayList<>();
    private final List<String> assumed = new ArrayList<>();
    private Intent intent;
    private Topology topology;
    private List<LinkState> states;

    Hypothesis(Intent intent, Topology topology, Snapshot snapshot, long nowNs) {
        this.intent = intent;
        this.topology = topology;
        this.states = new ArrayList<>(snapshot.links());
        this.nowNs = nowNs;
        this.edit = new LinkEdit(intent.targetList());
    }

    Topology topology() {
        return topology;
    }

    Intent intent() {
        return intent;
    }

    LinkState state(LinkId link) {
        return states.get(topology.linkIndex(link));
    }

    Snapshot snapshot(long number) {
        return new Snapshot(number, nowNs, states);
    }

    /** PoPs that are lost. */
    Set<PopId> dead() {
        return dead;
    }

    /** PoPs that there are not yet. */
    Set<PopId> added() {
        return added;
    }

    List<String> changes() {
        return changes;
    }

    /** What the answer rests on beside what is measured. */
    List<String> assumed() {
        return assumed;
    }

    boolean sameTopology() {
        return prices.isEmpty() && added.isEmpty();
    }

    void apply(Change change) {
        changes.add(change.text());
        switch (change) {
            case Change.Down down -> {
                down.links().forEach(link -> set(link, LinkEdit::down));
                if (down.dead() != null) {
                    dead.add(down.dead());
                }
            }
            case Change.Up up -> set(up.link(), LinkEdit::up);
            case Change.Loss loss -> {
                set(loss.link(), s -> edit.loss(s, loss.lossPpm()));
                judged(loss.link());
            }
            case Change.Delay delay -> {
                set(delay.link(), s -> edit.delay(s, delay.delayNs()));
                judged(delay.link());
            }
            case Change.Price price -> {
                prices.putAll(price.prices());
                topology = new Topology(intent, prices);
            }
            case Change.NewPop pop -> add(pop);
        }
    }

    private void set(LinkId link, UnaryOperator<LinkState> how) {
        int index = topology.linkIndex(link);
        states.set(index, how.apply(states.get(index)));
    }

    /** A target that breaks explains most moves, so it is told. */
    private void judged(LinkId link) {
        LinkState state = state(link);
        if (!state.degraded().isEmpty()) {
            assumed.add(link + " would be degraded for " + state.degraded() + ", by their targets");
        }
    }

    private void add(Change.NewPop change) {
        UplinkIntent uplink =
                new UplinkIntent(
                        UplinkId.MAIN, NOWHERE, NOWHERE, NOWHERE, "", change.price(), 0, List.of());
        PopIntent pop =
                new PopIntent(change.pop(), freeNumber(), null, null, null, List.of(uplink));
        Map<LinkId, Change.Figure> figures = new HashMap<>();
        change.links().forEach(figure -> figures.put(figure.link(), figure));
        List<LinkId> without = new ArrayList<>();
        for (Topology.Link link : new Topology(intent.plus(pop, List.of())).touching(last(pop))) {
            if (!figures.containsKey(link.id())) {
                without.add(link.id());
            }
        }
        Map<LinkId, LinkState> known = new HashMap<>();
        topology.links().forEach(link -> known.put(link.id(), states.get(link.index())));
        intent = intent.plus(pop, without);
        topology = new Topology(intent, prices);
        states = new ArrayList<>();
        for (Topology.Link link : topology.links()) {
            LinkState state = known.get(link.id());
            states.add(state == null ? imagined(figures.get(link.id())) : state);
        }
        added.add(change.pop());
        assumed.addAll(change.assumed());
    }

    private LinkState imagined(Change.@Nullable Figure f) {
        if (f == null) {
            throw new IllegalStateException("a link of the new PoP without figures");
        }
        return f.like() == null
                ? edit.imagined(f.link(), f.delayNs(), nowNs)
                : LinkEdit.as(f.like(), f.link());
    }

    /** Where a PoP stands among those of the intent, once it is one of them. */
    private int last(PopIntent pop) {
        List<PopId> names = new ArrayList<>();
        intent.pops().forEach(p -> names.add(p.name()));
        names.add(pop.name());
        names.sort(Comparator.naturalOrder());
        return names.indexOf(pop.name());
    }

    private int freeNumber() {
        Set<Integer> taken = new HashSet<>();
        intent.pops().forEach(p -> taken.add(p.number()));
        int number = 1;
        while (taken.contains(number)) {
            number++;
        }
        if (number > PopIntent.MAX_NUMBER) {
            throw Unanswerable.malformed(
                    "there are " + taken.size() + " PoPs, the most that labels can tell apart");
        }
        return number;
    }
}
