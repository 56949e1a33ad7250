package rhumb.controller.event;

/** Every kind of event. The name is stable: alerts and runbooks refer to it. */
public enum EventCode {
    STARTUP_PHASE(
            Severity.INFO,
            "The controller took a step of its start-up",
            "The signals that the step waits for came.",
            "Nothing."),
    STARTUP_PARTIAL(
            Severity.WARNING,
            "Start-up went on without everyone",
            "A configured agent or forwarder did not answer within the grace time.",
            "Start the missing processes; their links stay unknown until then."),
    INTENT_COMMITTED(
            Severity.INFO,
            "What operators want has changed",
            "Somebody committed it, or nobody confirmed what was committed.",
            "Nothing; `rhumb intent log` shows the revisions, `rhumb intent rollback` goes back."),
    PLAN_FAULT(
            Severity.WARNING,
            "A path of the plan does not hold what plans promise",
            "A mistake of the planner, found by the check of samples.",
            "Report it with the event's text; pin the pair to a path until then."),
    PEER_CONNECTED(Severity.INFO, "A process of a PoP connected", "It greeted.", "Nothing."),
    PEER_REPLACED(
            Severity.WARNING,
            "A second session of the same process replaced the first",
            "The process restarted before the loss was noticed, or two run under one name.",
            "If it repeats, look for two processes with the same PoP and role."),
    PEER_LOST(
            Severity.ERROR,
            "A process of a PoP is not reachable",
            "Its session ended or it was silent for too long.",
            "Forwarding goes on by the last rules. Check the process and its way to here."),
    PEER_REFUSED(
            Severity.ERROR,
            "A process was turned away",
            "Its greeting names a PoP that is not configured or a version that is not spoken.",
            "Correct the name in its configuration, add the PoP to the intent, or upgrade it."),
    REPORT_REJECTED(
            Severity.WARNING,
            "Parts of a report were not believed",
            "The agent spoke for a link that is not its own, or of impossible figures.",
            "Check which agent it is and its version; the reason names the rule it broke."),
    PROBE_BUDGET_SHORT(
            Severity.WARNING,
            "A PoP is probed less than its links ask for",
            "The budget for probes does not suffice for so many neighbours.",
            "Faults take longer to see on the links that gave way, idle ones first. Raise the budget"
                    + " of probing, lengthen its intervals, or exclude links that nobody needs."),
    LINK_DISPUTED(
            Severity.WARNING,
            "The two ends of a link contradict each other",
            "One agent says that nothing arrives, the other that most does; one is broken, or lies.",
            "The text names both views and who is believed. Compare with media on the link, then"
                    + " check the agent that is not believed: its version, clock and packet filter."),
    LINK_BYPASSED(
            Severity.WARNING,
            "A transit PoP sends what others send through it round one of its links",
            "Its agent calls the link bad, or what it sends into the link does not arrive.",
            "Nothing at once: paths leave the link with the next plan. The link's own event says"
                    + " what is wrong with it; `rhumb show repairs` shows the way round."),
    LINK_USED_AGAIN(
            Severity.INFO,
            "A transit PoP uses a link again that it sent packets round",
            "The link was good for the hold-down time, or no way round it is left.",
            "Nothing."),
    LINK_DOWN(
            Severity.ERROR,
            "A link carries nothing",
            "Both ends, or the end that can tell, see no packet arriving.",
            "Traffic has left it where another path exists. Check the underlay."),
    LINK_DEGRADED(
            Severity.WARNING,
            "A link no longer does for some classes",
            "Loss, delay or delay variation broke the target of the classes.",
            "Traffic of these classes leaves it. Check the underlay."),
    LINK_UNKNOWN(
            Severity.WARNING,
            "Nothing fresh is known of a link",
            "No agent at either end has reported it in time.",
            "Check the agents at both ends."),
    LINK_UP(
            Severity.INFO,
            "A link does for all classes again",
            "Its figures hold the targets.",
            "Nothing; it stays dearer for some minutes."),
    DSCP_CHANGED(
            Severity.WARNING,
            "A link changes or disfavours code points",
            "A network on its way re-marks packets, or drops or delays some code points.",
            "Media get the nearest code point that survives. Ask the provider to keep DSCP."),
    DSCP_KEPT(
            Severity.INFO,
            "A link keeps code points again",
            "All that were tried arrive as they were sent.",
            "Nothing; media have their own code points again."),
    PATH_MOVED(
            Severity.INFO,
            "A path changed",
            "A link on it failed or degraded, or another path is better by the policy's gain.",
            "Nothing; explain path tells the reasons."),
    NO_GOOD_PATH(
            Severity.ERROR,
            "No path without a failed or unknown link is left",
            "Every path of the pair leads over a link that is down or unknown.",
            "Traffic stays where it is. Check the underlay of both PoPs."),
    RULES_ADOPTED(
            Severity.INFO,
            "What a forwarder runs was taken over",
            "The controller restarted and read the rules instead of replacing them.",
            "Nothing."),
    RULES_REFUSED(
            Severity.ERROR,
            "A forwarder refused an update",
            "The reason is the forwarder's.",
            "A full update follows by itself; if it repeats, check for a second controller."),
    CONTROLLER_LEADS(
            Severity.INFO,
            "This controller leads its cluster",
            "The cluster began, or the leader before was not heard by a majority.",
            "Nothing; if it repeats, look at the controllers' machines and the ways between them."),
    SECURITY_WEAK(
            Severity.WARNING,
            "Packets between PoPs can be read by others, or made by them",
            "The policy says security: authenticate, or none.",
            "Set security: encrypt, or leave it out, unless another network below protects them."),
    MESSAGE_UNEXPECTED(
            Severity.WARNING,
            "A message that this peer has no business sending",
            "The peer's role does not send this kind, or it has not greeted.",
            "Check its version.");

    /** How bad it is. */
    public enum Severity {
        INFO,
        WARNING,
        ERROR
    }

    private final Severity severity;
    private final String title;
    private final String cause;
    private final String whatToDo;

    EventCode(Severity severity, String title, String cause, String whatToDo) {
        this.severity = severity;
        this.title = title;
        this.cause = cause;
        this.whatToDo = whatToDo;
    }

    public Severity severity() {
        return severity;
    }

    /** What happened, in one line. */
    public String title() {
        return title;
    }

    /** Why such a thing happens. */
    public String cause() {
        return cause;
    }

    public String whatToDo() {
        return whatToDo;
    }
}
