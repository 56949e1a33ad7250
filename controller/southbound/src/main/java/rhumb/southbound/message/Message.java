package rhumb.southbound.message;

/**
 * Anything the contract carries. {@link #kind()} is the slot in which an unsent message waits:
 * there is one slot a kind, so what waits for a slow peer is bounded, and {@link #over} makes the
 * newest state win.
 */
public sealed interface Message
        permits Hello,
                Welcome,
                Refusal,
                Regreet,
                Heartbeat,
                ProbePlan,
                LinkReport,
                LinkHealth,
                LinkPassive,
                RuleUpdate,
                RuleAck,
                InstalledRules,
                TrafficReport,
                TraceReport,
                DscpReport,
                DscpSweep,
                OuterMarks,
                PublicKeys,
                PathTraceOrder,
                PathTrace {
    /** The kinds in the order in which waiting messages are sent. */
    enum Kind {
        REFUSAL,
        REGREET,
        WELCOME,
        HELLO,
        LINK_HEALTH,
        HEARTBEAT,
        RULE_ACK,
        PUBLIC_KEYS,
        RULE_UPDATE,
        OUTER_MARKS,
        PROBE_PLAN,
        DSCP_SWEEP,
        PATH_TRACE_ORDER,
        LINK_REPORT,
        TRACE_REPORT,
        PATH_TRACE,
        INSTALLED_RULES,
        LINK_PASSIVE,
        DSCP_REPORT,
        TRAFFIC_REPORT
    }

    Kind kind();

    /**
     * What to send instead of {@code older}, a message of the same kind that still waits, and this
     * one.
     */
    default Message over(Message older) {
        return this;
    }
}
