package rhumb.controller.cli;

import java.util.List;

/** Which columns each kind of thing has. */
enum Tables {
    POPS(
            "pops",
            Column.text("POP", "name"),
            Column.text("CITY", "city"),
            Column.text("AGENT", "agent"),
            Column.text("FORWARDER", "forwarder"),
            Column.text("EPOCH", "epoch"),
            Column.number("UP", "linksUp"),
            Column.number("DEGRADED", "linksDegraded"),
            Column.number("DOWN", "linksDown"),
            Column.number("UNKNOWN", "linksUnknown")),
    CLUSTER(
            "cluster",
            Column.number("CONTROLLER", "number"),
            Column.text("ADDRESS", "address"),
            Column.text("ROLE", "role"),
            Column.text("HEARD", "heard")),
    LINKS(
            "links",
            Column.text("LINK", "link"),
            Column.text("STATUS", "status"),
            Column.classes("DEGRADED FOR", "degraded"),
            Column.percent("LOSS 2s", "lossPpmShort"),
            Column.percent("LOSS 60s", "lossPpmLong"),
            Column.decimal("RTT ms", "rttMs", 1),
            Column.decimal("DELAY ms", "delayMs", 1),
            Column.decimal("JITTER ms", "jitterMs", 2),
            Column.number("SAMPLES", "samples")),
    PATHS(
            "paths",
            Column.text("FROM", "from"),
            Column.text("TO", "to"),
            Column.text("CLASS", "class"),
            Column.text("PATH", "path"),
            Column.decimal("DELAY ms", "delayMs", 1),
            Column.text("BACKUP", "backup"),
            Column.text("SINCE", "since"),
            Column.text("WHY", "why")),
    REPAIRS(
            "repairs",
            Column.text("LINK", "link"),
            Column.text("CLASS", "class"),
            Column.text("WAY ROUND", "path"),
            Column.text("STATE", "state"),
            Column.text("SINCE", "since"),
            Column.text("PACKETS", "packets"),
            Column.list("SHARES", "shares")),
    RULES(
            "rules",
            Column.text("POP", "pop"),
            Column.text("KIND", "kind"),
            Column.text("FOR", "subject"),
            Column.text("RULE", "rule")),
    STREAMS(
            "streams",
            Column.text("SERVICE", "service"),
            Column.text("FROM", "from"),
            Column.text("TO", "to"),
            Column.text("CLASS", "class"),
            Column.text("PATH", "path"),
            Column.text("ON", "on"),
            Column.number("PACKETS", "packets"),
            Column.number("BYTES", "bytes"),
            Column.number("SWITCHES", "switches")),
    QUEUES(
            "queues",
            Column.text("POP", "pop"),
            Column.text("UPLINK", "uplink"),
            Column.text("CLASS", "class"),
            Column.text("TENANT", "tenant"),
            Column.number("PACKETS", "packets"),
            Column.number("BYTES", "bytes"),
            Column.number("DROPS", "drops"),
            Column.number("MARKS", "marks"),
            Column.number("QUEUED", "queued"),
            Column.decimal("WAIT p50 ms", "delayMsP50", 2),
            Column.decimal("p99 ms", "delayMsP99", 2)),
    PROTECTION(
            "protection",
            Column.text("CLASS", "class"),
            Column.yes("ASKED AGAIN", "retransmit"),
            Column.yes("REPAIR", "repair"),
            Column.percent("OVERHEAD", "overheadPpm"),
            Column.percent("LOSSY LINK", "lossyOverheadPpm"),
            Column.decimal("IN TIME ms", "recoveryMs", 0),
            Column.text("COPIES", "copies"),
            Column.yes("AS USUAL", "asUsual")),
    DSCP(
            "dscp",
            Column.text("LINK", "link"),
            Column.text("BEHAVIOUR", "behaviour"),
            Column.number("KNOWN", "known"),
            Column.list("REMAPS", "remaps"),
            Column.list("WORSE", "worse"),
            Column.list("WRITTEN INSTEAD", "outer"),
            Column.codePoints("SURVIVING", "surviving")),
    EVENTS(
            "events",
            Column.number("SEQ", "seq"),
            Column.text("TIME", "time"),
            Column.text("SEVERITY", "severity"),
            Column.text("CODE", "code"),
            Column.text("WHAT", "text"));

    private final String noun;
    private final List<Column> columns;

    Tables(String noun, Column... columns) {
        this.noun = noun;
        this.columns = List.of(columns);
    }

    /** The path of the resource and the name of its list in the answer. */
    String noun() {
        return noun;
    }

    List<Column> columns() {
        return columns;
    }
}
