package rhumb.forward.link;

import rhumb.forward.crypto.Aead;
import rhumb.forward.fib.FibLink;

/**
 * A neighbour's pair of opposite links, seen from here. Outlives the rule that names it: a link
 * that comes back goes on counting, so that no number is sealed twice and none is taken twice.
 */
public final class LinkPort {
    private final LinkCipher cipher;
    private final LinkSendState send;
    private final LinkReceiveState receive = new LinkReceiveState();
    private final LinkReports reports;
    private final LinkBypass bypass = new LinkBypass();
    private final Introducing introduction = new Introducing();
    private FibLink rule;

    LinkPort(FibLink rule, int uplink, SendingLanes lanes, Aead aead) {
        this.rule = rule;
        LinkSecrets secrets = lanes.count() > 1 ? new LinkSecrets() : null;
        cipher = new LinkCipher(aead, rule.rule().link(), lanes.life(), secrets);
        send = new LinkSendState(rule.rule().link(), uplink, lanes, cipher, rule.rule().data());
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

    public LinkCipher cipher() {
        return cipher;
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

    public Introducing introduction() {
        return introduction;
    }

    /** A packet that the cipher just opened is no replay. */
    public void onGenuine(long nowNs, int life) {
        if (cipher.onGenuine(nowNs, life)) {
            send.begin();
        }
    }

    /** The cipher just took an introduction. */
    public void onIntroduced(long nowNs, int life) {
        if (cipher.onIntroduced(nowNs, life)) {
            send.begin();
        }
    }

    /** When the next introduction to the neighbour is due. */
    public static final class Introducing {
        private static final long NEVER = Long.MAX_VALUE;
        private long dueNs = NEVER;
        private long lastNs = NEVER;
        private long pauseNs;
        private boolean first;

        public long dueNs() {
            return dueNs;
        }

        /** Whether something changed since the last one. */
        public boolean isFirst() {
            return first;
        }

        /** Something changed that the neighbour shall hear of. */
        public void begin(long nowNs) {
            dueNs = nowNs;
            pauseNs = 0;
            first = true;
        }

        /** The neighbour asks; not sooner than this after the last one. */
        public void hasten(long nowNs, long leastNs) {
            long soonest = lastNs == NEVER ? nowNs : Math.max(nowNs, lastNs + leastNs);
            dueNs = Math.min(dueNs, soonest);
        }

        /** Twice as long as the last one, from the shortest on. */
        public long nextPauseNs(long shortestNs) {
            return pauseNs == 0 ? shortestNs : 2 * pauseNs;
        }

        public void sent(long nowNs, long untilNextNs) {
            lastNs = nowNs;
            pauseNs = untilNextNs;
            dueNs = nowNs + untilNextNs;
            first = false;
        }
    }
}
