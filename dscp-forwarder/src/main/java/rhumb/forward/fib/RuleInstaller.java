package rhumb.forward.fib;

import java.util.ArrayList;
import java.util.List;
import rhumb.net.Epoch;
import rhumb.net.PopId;
import rhumb.southbound.message.InstalledRules;
import rhumb.southbound.message.RuleAck;
import rhumb.southbound.message.RuleUpdate;
import rhumb.southbound.rule.RouteRule;
import rhumb.southbound.rule.Rule;
import rhumb.southbound.trace.ConvergenceTrace;
import rhumb.southbound.trace.Stage;

/**
 * Takes rule updates and keeps the FIB that runs. It is the fencing register of the overlay: an
 * epoch lower than the highest it ever accepted is refused, so that a controller that lost its
 * leadership without noticing does no harm.
 */
public final class RuleInstaller {
    private final PopId pop;
    private final String node;
    private Fib fib = Fib.EMPTY;
    private Epoch highest = Epoch.NONE;

    public RuleInstaller(PopId pop) {
        this.pop = pop;
        this.node = pop + "/forwarder";
    }

    public Fib fib() {
        return fib;
    }

    /** The highest epoch ever accepted; the shell keeps it on disk. */
    public Epoch highest() {
        return highest;
    }

    public InstalledRules installed() {
        return new InstalledRules(fib.epoch(), fib.rules());
    }

    /**
     * Takes what was on disk at the start.
     *
     * @return empty, or why these rules are not run; their epoch counts in either case
     */
    public String restore(InstalledRules rules) {
        highest = highest.isBefore(rules.epoch()) ? rules.epoch() : highest;
        String fault = FibCheck.check(pop, rules.rules());
        if (fault.equals(FibCheck.OK)) {
            fib = Fib.of(rules.epoch(), rules.rules());
        }
        return fault;
    }

    /** Installs the update or refuses it whole, and says which. */
    public RuleAck apply(RuleUpdate update, long unixNs) {
        if (update.epoch().isBefore(highest)) {
            return refused(update, "older-epoch");
        }
        if (update instanceof RuleUpdate.Delta delta && !delta.base().equals(fib.epoch())) {
            return refused(update, "wrong-base");
        }
        String fault =
                update instanceof RuleUpdate.Delta delta && routesOnly(delta)
                        ? take(delta)
                        : takeAll(update);
        if (!fault.equals(FibCheck.OK)) {
            return refused(update, fault);
        }
        highest = update.epoch();
        return RuleAck.installed(fib.epoch(), acked(update.traces(), unixNs));
    }

    /** What changes routes alone costs what it changes. */
    private String take(RuleUpdate.Delta delta) {
        List<RouteRule> put = new ArrayList<>();
        delta.put().forEach(rule -> put.add((RouteRule) rule));
        String fault = FibCheck.checkRoutes(fib, put);
        if (fault.equals(FibCheck.OK)) {
            fib = fib.with(delta.epoch(), put, delta.remove());
        }
        return fault;
    }

    private String takeAll(RuleUpdate update) {
        List<Rule> rules =
                switch (update) {
                    case RuleUpdate.FullSync full -> full.rules();
                    case RuleUpdate.Delta delta -> delta.applied(fib.rules());
                };
        String fault = FibCheck.check(pop, rules);
        if (fault.equals(FibCheck.OK)) {
            fib = Fib.of(update.epoch(), rules);
        }
        return fault;
    }

    private static boolean routesOnly(RuleUpdate.Delta delta) {
        return delta.put().stream().allMatch(rule -> rule instanceof RouteRule)
                && delta.remove().stream().allMatch(PopRoutes::isRoute);
    }

    private RuleAck refused(RuleUpdate update, String reason) {
        return new RuleAck(fib.epoch(), update.epoch(), reason, List.of());
    }

    private List<ConvergenceTrace> acked(List<ConvergenceTrace> traces, long unixNs) {
        return traces.stream().map(trace -> trace.with(Stage.ACKED, node, unixNs)).toList();
    }
}
