package rhumb.controller.cli;

import java.util.List;

/** Which columns each kind of thing has. */
enum Tables {
    POPS(
            "pops",
            Column.text("POP", "name"),
            Column.number("NUMBER", "number").wide(),
            Column.text("CITY", "city").yields(8),
            Column.text("AGENT", "agent"),
            Column.text("FORWARDER", "forwarder"),
            Column.text("EPOCH", "epoch"),
            Column.text("RULES", "rules").wide(),
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
            Column.classes("DEGRADED FOR", "degraded").yields(12),
            Column.percent("LOSS 2s", "lossPpmShort"),
            Column.percent("LOSS 60s", "lossPpmLong"),
            Column.decimal("RTT ms", "rttMs", 1),
            Column.decimal("DELAY ms", "delayMs", 1),
            Column.decimal("JITTER ms", "jitterMs", 2),
            Column.number("SAMPLES", "samples"),
            Column.percent("REORDERED", "reorderPpm").wide(),
            Column.percent("TWICE", "duplicatePpm").wide(),
            Column.number("GOODPUT bit/s", "goodputBps").wide(),
            Column.text("SIGN", "sign").wide(),
            Column.text("BY", "decidedBy").wide(),
            Column.number("SINCE s", "sinceSeconds").wide(),
            Column.text("USE", "probeUse").wide(),
            Column.decimal("PROBED EVERY ms", "probeIntervalMs", 0).wide()),
    PATHS(
            "paths",
            Column.text("FROM", "from"),
            Column.text("TO", "to"),
            Column.text("CLASS", "class"),
            Column.text("PATH", "path").yields(16),
            Column.decimal("DELAY ms", "delayMs", 1),
            Column.number("COST us", "costUs").wide(),
            Column.text("BACKUP", "backup").yields(12),
            Column.text("THIRD", "third").wide(),
            Column.text("SINCE", "since"),
            Column.text("WHY", "why").yields(12),
            Column.text("HELD BACK", "held").wide(),
            Column.list("NOTES", "notes").wide()),
    REPAIRS(
            "repairs",
            Column.text("LINK", "link"),
            Column.text("CLASS", "class"),
            Column.text("WAY ROUND", "path").yields(16),
            Column.text("STATE", "state"),
            Column.text("SINCE", "since"),
            Column.text("PACKETS", "packets"),
            Column.list("SHARES", "shares").yields(16),
            Column.list("OTHERS", "others").wide()),
    RULES(
            "rules",
            Column.text("POP", "pop"),
            Column.text("KIND", "kind"),
            Column.text("FOR", "subject").yields(16),
            Column.text("RULE", "rule").yields(24)),
    STREAMS(
            "streams",
            Column.text("SERVICE", "service").yields(10),
            Column.number("FLOW", "flow").wide(),
            Column.text("FROM", "from"),
            Column.text("TO", "to"),
            Column.text("CLASS", "class"),
            Column.text("PATH", "path").yields(12),
            Column.text("ON", "on"),
            Column.number("PACKETS", "packets"),
            Column.number("BYTES", "bytes"),
            Column.number("SWITCHES", "switches")),
    QUEUES(
            "queues",
            Column.text("POP", "pop"),
            Column.text("UPLINK", "uplink").yields(6),
            Column.text("CLASS", "class"),
            Column.text("TENANT", "tenant").yields(6),
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
            Column.text("BEHAVIOUR", "behaviour").yields(16),
            Column.number("KNOWN", "known"),
            Column.list("REMAPS", "remaps").yields(10),
            Column.list("WORSE", "worse").yields(10),
            Column.list("WRITTEN INSTEAD", "outer").yields(15),
            Column.codePoints("SURVIVING", "surviving").yields(10)),
    EVENTS(
            "events",
            Column.number("SEQ", "seq"),
            Column.text("TIME", "time").wide(),
            Column.moment("TIME", "time").narrow(),
            Column.text("SEVERITY", "severity"),
            Column.text("CODE", "code"),
            Column.text("WHAT", "text").yields(24));

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
