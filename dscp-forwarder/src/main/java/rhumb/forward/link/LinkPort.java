package rhumb.forward.link;

import rhumb.forward.fib.FibLink;

/** A neighbour's pair of opposite links, seen from here. Lives as long as a rule names the link. */
public final class LinkPort {
    private final LinkSendState send;
    private final LinkReceiveState receive = new LinkReceiveState();
    private final LinkReports reports;
    private final LinkBypass bypass = new LinkBypass();
    private FibLink rule;

    LinkPort(FibLink rule, int uplink, SendingThread thread) {
        this.rule = rule;
        send = new LinkSendState(rule.rule().link(), uplink, thread, rule.rule().data());
        reports = new LinkReports(rule.rule().link(), receive);
    }

    void onRule(FibLink newRule) {
        rule = newRule;
        send.moveTo(newRule.rule().data());
    }

    /** The outgoing link as the rules have it now. */
    public FibLink rule() {
        return rule;
    }

    public LinkSendState send() {
        return send;
    }

    public LinkReceiveState receive() {
        return receive;
    }

    public LinkReports reports() {
        return reports;
    }

    /** The ways round the outgoing link that are in use. */
    public LinkBypass bypass() {
        return bypass;
    }
}
