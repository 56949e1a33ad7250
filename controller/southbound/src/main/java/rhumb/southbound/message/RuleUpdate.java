package rhumb.southbound.message;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import rhumb.net.Epoch;
import rhumb.southbound.rule.Rule;
import rhumb.southbound.rule.RuleKey;
import rhumb.southbound.trace.ConvergenceTrace;

/** New rules for a forwarder. */
public sealed interface RuleUpdate extends Message {
    Epoch epoch();

    /** Degradations that this update answers. */
    List<ConvergenceTrace> traces();

    /** The same update with these traces instead. */
    RuleUpdate withTraces(List<ConvergenceTrace> newTraces);

    @Override
    default Kind kind() {
        return Kind.RULE_UPDATE;
    }

    /** Everything the forwarder shall run; what is not in it goes. */
    record FullSync(Epoch epoch, List<Rule> rules, List<ConvergenceTrace> traces)
            implements RuleUpdate {
        public FullSync {
            rules = List.copyOf(rules);
            traces = List.copyOf(traces);
        }

        @Override
        public FullSync withTraces(List<ConvergenceTrace> newTraces) {
            return new FullSync(epoch, rules, newTraces);
        }

        @Override
        public Message over(Message older) {
            return older instanceof RuleUpdate before
                    ? withTraces(Merge.append(before.traces(), traces, TraceReport.MAX_TRACES))
                    : this;
        }
    }

    /**
     * What changes against the rules of {@code base}; refused by a forwarder that runs another
     * epoch.
     *
     * @param put rules to add or to replace
     * @param remove rules to take away
     */
    record Delta(
            Epoch epoch,
            Epoch base,
            List<Rule> put,
            List<RuleKey> remove,
            List<ConvergenceTrace> traces)
            implements RuleUpdate {
        public Delta {
            put = List.copyOf(put);
            remove = List.copyOf(remove);
            traces = List.copyOf(traces);
        }

        @Override
        public Delta withTraces(List<ConvergenceTrace> newTraces) {
            return new Delta(epoch, base, put, remove, newTraces);
        }

        @Override
        public Message over(Message older) {
            return switch (older) {
                case FullSync full ->
                        new FullSync(
                                epoch,
                                applied(full.rules()),
                                Merge.append(full.traces(), traces, TraceReport.MAX_TRACES));
                case Delta before -> after(before);
                default -> this;
            };
        }

        /** The rules that result when this delta is laid over {@code rules}. */
        public List<Rule> applied(List<Rule> rules) {
            Map<RuleKey, Rule> result = new LinkedHashMap<>();
            rules.forEach(rule -> result.put(rule.key(), rule));
            remove.forEach(result::remove);
            put.forEach(rule -> result.put(rule.key(), rule));
            return new ArrayList<>(result.values());
        }

        private Delta after(Delta before) {
            Set<RuleKey> gone = new LinkedHashSet<>(before.remove);
            gone.addAll(remove);
            Map<RuleKey, Rule> present = new LinkedHashMap<>();
            before.put.forEach(rule -> present.put(rule.key(), rule));
            remove.forEach(present::remove);
            put.forEach(rule -> present.put(rule.key(), rule));
            gone.removeAll(present.keySet());
            return new Delta(
                    epoch,
                    before.base,
                    new ArrayList<>(present.values()),
                    new ArrayList<>(gone),
                    Merge.append(before.traces, traces, TraceReport.MAX_TRACES));
        }
    }
}
