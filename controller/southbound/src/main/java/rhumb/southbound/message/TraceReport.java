package rhumb.southbound.message;

import java.util.List;
import rhumb.southbound.trace.ConvergenceTrace;

/** Traces that got their last steps at a forwarder: LOCAL_SWITCH or FIRST_PACKET. */
public record TraceReport(List<ConvergenceTrace> traces) implements Message {
    public static final int MAX_TRACES = 64;

    public TraceReport {
        traces = List.copyOf(traces);
    }

    @Override
    public Kind kind() {
        return Kind.TRACE_REPORT;
    }

    @Override
    public Message over(Message older) {
        return older instanceof TraceReport before
                ? new TraceReport(Merge.append(before.traces, traces, MAX_TRACES))
                : this;
    }
}
