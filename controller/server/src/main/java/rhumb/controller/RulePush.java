package rhumb.controller;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.Topology;
import rhumb.controller.plan.Plan;
import rhumb.controller.rule.EpochCounter;
import rhumb.controller.rule.KeyBook;
import rhumb.controller.rule.RuleBook;
import rhumb.controller.rule.RuleCompiler;
import rhumb.controller.rule.RuleSet;
import rhumb.net.Epoch;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.southbound.message.InstalledRules;
import rhumb.southbound.message.PublicKeys;
import rhumb.southbound.message.Role;
import rhumb.southbound.message.RuleAck;
import rhumb.southbound.message.RuleUpdate;
import rhumb.southbound.rule.KeyRule;
import rhumb.southbound.rule.RouteRule.Direction;
import rhumb.southbound.trace.ConvergenceTrace;

/** Keeps each forwarder at the rules of the plan, with as little as possible on the wire. */
final class RulePush {
    private final Topology topology;
    private final RuleCompiler compiler;
    private final Set<TrafficClass> streamClasses;
    private final KeyBook keys = new KeyBook();
    private final EpochCounter epochs;
    private final TraceLedger traces;
    private final ControllerCore.Sink sink;
    private final RuleBook[] books;
    private final @Nullable RuleSet[] wanted;
    private final BitSet[] left;
    private final Map<Integer, Long> readingUntilNs = new TreeMap<>();

    RulePush(Intent intent, Topology topology, TraceLedger traces, ControllerCore.Sink sink) {
        this.topology = topology;
        this.compiler = new RuleCompiler(intent, topology, keys);
        this.streamClasses = compiler.streamClasses();
        this.epochs = new EpochCounter(intent.controller());
        this.traces = traces;
        this.sink = sink;
        int pops = topology.pops().size();
        this.books = new RuleBook[pops];
        this.wanted = new @Nullable RuleSet[pops];
        this.left = new BitSet[pops];
        Arrays.setAll(books, i -> new RuleBook());
        Arrays.setAll(left, i -> new BitSet());
    }

    RuleBook book(int pop) {
        return books[pop];
    }

    EpochCounter epochs() {
        return epochs;
    }

    /**
     * A forwarder greeted.
     *
     * @param untilNs how long it may take to say what it runs
     * @return whether to ask it for that
     */
    boolean onHello(int pop, Epoch installed, long untilNs) {
        boolean read = books[pop].onHello(installed);
        readingUntilNs.remove(pop);
        if (read) {
            readingUntilNs.put(pop, untilNs);
        }
        return read;
    }

    void onInstalled(int pop, InstalledRules installed) {
        epochs.observe(installed.epoch());
        books[pop].onInstalled(installed);
        readingUntilNs.remove(pop);
        keys.onInstalled(installed.rules()).forEach(this::spread);
    }

    /** A forwarder told its keys; whether its neighbours have to hear of them. */
    boolean onKeys(int pop, PublicKeys told) {
        int number = topology.pops().get(pop).number();
        boolean news = keys.onKeys(number, told.keys());
        if (news) {
            spread(number);
        }
        return news;
    }

    /** Puts the keys of the PoP with this number into the rules of its neighbours. */
    private void spread(int number) {
        int pop = topology.popByNumber(number);
        KeyRule rule = keys.rule(number);
        if (pop < 0 || rule == null) {
            return;
        }
        // Links come in pairs: whom it can send to can send to it.
        for (Topology.Link link : topology.outgoing(pop)) {
            RuleSet rules = wanted[link.to()];
            if (rules != null) {
                wanted[link.to()] = rules.with(rule);
            }
        }
    }

    /** Whether it took the update; false when it refused one that still matters. */
    boolean onAck(long nowNs, int pop, RuleAck ack) {
        epochs.observe(ack.installed());
        epochs.observe(ack.refused());
        return books[pop].onAck(nowNs, ack);
    }

    void onLost(int pop) {
        books[pop].onLost();
        readingUntilNs.remove(pop);
    }

    /** Waits no longer for those that had their time; whether there were any. */
    boolean stopReading(long nowNs) {
        return readingUntilNs
                .entrySet()
                .removeIf(waiting -> {
                    boolean late = nowNs >= waiting.getValue();
                    if (late) {
                        books[waiting.getKey()].stopReading();
                    }
                    return late;
                });
    }

    /** When {@link #stopReading} is due. */
    long nextReadingNs() {
        return readingUntilNs.values().stream().mapToLong(t -> t).min().orElse(Long.MAX_VALUE);
    }

    /** Whether no connected forwarder still owes what it runs. */
    boolean allRead() {
        return Arrays.stream(books).noneMatch(b -> b.state() == RuleBook.State.READING);
    }

    /** All forwarders' rules are to be made anew from the next plan. */
    void forgetWanted() {
        Arrays.fill(wanted, null);
    }

    /**
     * Makes the rules of a new plan where its changes show.
     *
     * @param before the plan that it followed
     */
    void onPlan(Plan before, Plan plan) {
        List<@Nullable List<RuleCompiler.Route>> changed =
                new ArrayList<>(Collections.nCopies(books.length, null));
        for (BitSet links : left) {
            links.clear();
        }
        plan.eachChanged((c, from, to) -> {
            note(changed, from, new RuleCompiler.Route(to, c, Direction.TO));
            before.eachLink(from, to, c, left[from]::set);
            if (streamClasses.contains(c)) {
                note(changed, to, new RuleCompiler.Route(from, c, Direction.FROM));
                before.eachLink(from, to, c, left[to]::set);
            }
        });
        for (int pop = 0; pop < books.length; pop++) {
            RuleSet rules = wanted[pop];
            List<RuleCompiler.Route> routes = changed.get(pop);
            if (rules == null) {
                wanted[pop] = compiler.compile(plan, pop);
            } else if (routes != null) {
                wanted[pop] = compiler.recompile(plan, pop, rules, routes);
            }
        }
    }

    private void note(
            List<@Nullable List<RuleCompiler.Route>> changed, int pop, RuleCompiler.Route route) {
        if (wanted[pop] == null) {
            return; // all its rules are made
        }
        List<RuleCompiler.Route> routes = changed.get(pop);
        if (routes == null) {
            routes = new ArrayList<>();
            changed.set(pop, routes);
        }
        routes.add(route);
    }

    /**
     * Sends what is missing to every forwarder that may be sent to. All updates of one push carry
     * one epoch.
     *
     * @return how many were sent
     */
    int push(long nowNs, long unixNs) {
        int sent = 0;
        Epoch epoch = null;
        for (int pop = 0; pop < books.length; pop++) {
            RuleSet rules = wanted[pop];
            if (rules == null || !books[pop].wants(nowNs, rules)) {
                continue;
            }
            epoch = epoch == null ? epochs.next() : epoch;
            BitSet links = left[pop];
            List<ConvergenceTrace> answered = traces.sending(link -> has(links, link), unixNs);
            RuleUpdate update = books[pop].update(nowNs, rules, epoch, answered);
            if (update != null) {
                sink.send(topology.pop(pop), Role.FORWARDER, update);
                sent++;
            }
        }
        return sent;
    }

    long nextDeadlineNs() {
        long next = Long.MAX_VALUE;
        for (int pop = 0; pop < books.length; pop++) {
            next = wanted[pop] == null ? next : Math.min(next, books[pop].nextDeadlineNs());
        }
        return next;
    }

    List<ControllerView.Book> view() {
        List<ControllerView.Book> views = new ArrayList<>();
        for (int pop = 0; pop < books.length; pop++) {
            PopId id = topology.pop(pop);
            RuleBook book = books[pop];
            views.add(
                    new ControllerView.Book(
                            id,
                            book.state(),
                            book.sent(),
                            book.acked(),
                            book.rules(),
                            book.fullSyncs(),
                            book.deltas(),
                            book.refusals()));
        }
        return views;
    }

    private boolean has(BitSet links, LinkId link) {
        int index = topology.linkIndex(link);
        return index >= 0 && links.get(index);
    }
}
