package rhumb.bench.forward;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import rhumb.forward.crypto.Aead;
import rhumb.forward.crypto.KeyRing;
import rhumb.forward.fib.FibCheck;
import rhumb.forward.fib.RuleInstaller;
import rhumb.forward.link.LinkPort;
import rhumb.forward.link.LinkTable;
import rhumb.forward.link.SendingLanes;
import rhumb.forward.path.PathArrivals;
import rhumb.forward.pipeline.PacketPipeline;
import rhumb.forward.pipeline.Verdict;
import rhumb.forward.wire.DropReason;
import rhumb.forward.wire.Introduction;
import rhumb.net.Endpoint;
import rhumb.net.Epoch;
import rhumb.net.Label;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.southbound.message.InstalledRules;
import rhumb.southbound.rule.KeyRule;
import rhumb.southbound.rule.NeighborRule;
import rhumb.southbound.rule.PopRule;
import rhumb.southbound.rule.PublicKey;
import rhumb.southbound.rule.Rule;
import rhumb.southbound.rule.UplinkRule;

/**
 * The PoP at the far end of one of the forwarder's links, made of what a forwarder is made of: its
 * link table, its checklist for packets, its numbering and sealing. Its numbers rise as long as it
 * lives, so no packet that it sealed is a replay of another. A core: takes the time, sends nothing.
 */
final class SealedNeighbor {
    private static final int UPLINK = 0;
    private static final int LIFE = 1;

    private final Endpoint forwarder;
    private final LinkTable links;
    private final PacketPipeline pipeline;
    private final LinkPort port;

    /**
     * Agrees with the forwarder on keys.
     *
     * @param number of this PoP
     * @param forwarder where its datagrams come from
     */
    SealedNeighbor(
            int number, KeyRing own, Aead aead, Endpoint forwarder, PublicKey forwardersKey) {
        this.forwarder = forwarder;
        links = new LinkTable(new SendingLanes(1, LIFE), aead);
        pipeline = new PacketPipeline(links, new PathArrivals());
        PopId self = Traffic.pop(number);
        RuleInstaller installer = new RuleInstaller(self);
        String fault = installer.restore(rules(number, forwarder, forwardersKey));
        if (!fault.equals(FibCheck.OK)) {
            throw new IllegalStateException("rules of a neighbour: " + fault);
        }
        links.onFib(installer.fib(), _ -> UPLINK);
        pipeline.onFib(installer.fib());
        links.onKeys(own);
        port = links.ports().getFirst();
        while (port.cipher().agreesStill()) {
            port.cipher().agreeNext();
        }
    }

    /** Whether either end knows the life of the other, so that packets can be sealed and opened. */
    boolean settled() {
        return port.cipher().settled();
    }

    /** Writes an introduction of {@link Introduction#BYTES}. */
    void introduce(ByteBuffer b) {
        if (!port.cipher().introduce(b, 0)) {
            throw new IllegalStateException("no key was agreed on");
        }
    }

    /**
     * Numbers and seals a packet.
     *
     * @param length without the tag, for which there is room behind
     */
    void seal(int nowUs, ByteBuffer b, int offset, int length) {
        if (port.send().stamp(nowUs, b, offset, length) < 0) {
            throw new IllegalStateException("not sealed: " + port.send().refusal());
        }
    }

    /** Opens in place what the forwarder sent, and says what a forwarder would do with it. */
    Verdict take(long nowNs, ByteBuffer b, int offset, int length) {
        int nowUs = (int) (nowNs / 1_000);
        return pipeline.judge(nowNs, nowUs, UPLINK, forwarder, b, offset, length);
    }

    /** Why the last one was to be dropped. */
    DropReason reason() {
        return pipeline.reason();
    }

    private static InstalledRules rules(int number, Endpoint forwarder, PublicKey key) {
        PopId self = Traffic.pop(number);
        List<Rule> rules = new ArrayList<>();
        rules.add(new UplinkRule("main", 0));
        rules.add(new PopRule(number, self, true));
        rules.add(new PopRule(Traffic.SELF_NUMBER, Traffic.SELF, false));
        if (number != Traffic.SENDER_NUMBER) {
            PopId sender = Traffic.pop(Traffic.SENDER_NUMBER);
            rules.add(new PopRule(Traffic.SENDER_NUMBER, sender, false));
        }
        LinkId link = LinkId.between(self, Traffic.SELF);
        Label label = new Label(Traffic.SELF_NUMBER);
        rules.add(new NeighborRule(label, link, Traffic.SELF_NUMBER, forwarder, forwarder));
        rules.add(new KeyRule(Traffic.SELF_NUMBER, List.of(key)));
        return new InstalledRules(new Epoch(1, 1), rules);
    }
}
