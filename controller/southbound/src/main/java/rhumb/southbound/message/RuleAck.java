package rhumb.southbound.message;

import java.util.List;
import rhumb.net.Epoch;
import rhumb.southbound.trace.ConvergenceTrace;

/**
 * A forwarder's answer to a {@link RuleUpdate}.
 *
 * @param installed epoch that the forwarder runs now
 * @param refused epoch of the update it did not take; {@link Epoch#NONE} when it took it
 * @param reason stable word why, such as {@code older-epoch}; empty when it took it
 * @param traces those of the update, with ACKED added
 */
public record RuleAck(Epoch installed, Epoch refused, String reason, List<ConvergenceTrace> traces)
        implements Message {
    public RuleAck {
        traces = List.copyOf(traces);
    }

    public static RuleAck installed(Epoch epoch, List<ConvergenceTrace> traces) {
        return new RuleAck(epoch, Epoch.NONE, "", traces);
    }

    public boolean accepted() {
        return reason.isEmpty();
    }

    @Override
    public Kind kind() {
        return Kind.RULE_ACK;
    }

    @Override
    public Message over(Message older) {
        return older instanceof RuleAck before
                ? new RuleAck(
                        installed,
                        refused,
                        reason,
                        Merge.append(before.traces, traces, TraceReport.MAX_TRACES))
                : this;
    }
}
