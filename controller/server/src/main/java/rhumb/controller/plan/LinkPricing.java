package rhumb.controller.plan;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import rhumb.controller.intent.PolicyIntent;
import rhumb.controller.intent.Topology;
import rhumb.controller.lsdb.LinkState;
import rhumb.controller.lsdb.Snapshot;
import rhumb.net.TrafficClass;

/**
 * Prices links, and keeps a price while the new one differs by less than a fifth of the gain that a
 * move needs: noise costs no computation then. A change of tier always counts. What is material for
 * one class is priced anew for all, so that all prices of a link come from one judgement.
 *
 * <p>Only links whose judgement is another object than the last one seen are looked at, and those
 * whose recent trouble fades.
 */
final class LinkPricing {
    /** A larger change is never noise: a tier's penalty least of all. */
    private static final long MAX_NOISE_US = 20_000;

    private final Topology topology;
    private final PolicyIntent policy;
    private final CostModel model;

    /** The judgements last found to change nothing about these prices. */
    private final @Nullable LinkState[] seen;

    /** Of these, the links with recent trouble, whose price changes with time. */
    private final BitSet troubled = new BitSet();

    private LinkPrices seenFor = LinkPrices.NONE;

    LinkPricing(Topology topology, CostModel model) {
        this.topology = topology;
        this.policy = model.policy();
        this.model = model;
        this.seen = new @Nullable LinkState[topology.links().size()];
    }

    /** The prices that follow; those before themselves when nothing material has changed. */
    @SuppressWarnings("ReferenceEquality") // a judgement that is another object may be new
    LinkPrices next(long nowNs, Snapshot snapshot, LinkPrices before) {
        if (!before.by(model) || before.links() != topology.links().size()) {
            seenFor = LinkPrices.NONE;
            for (int link = 0; link < seen.length; link++) {
                troubled.set(link, snapshot.link(link).trouble() != null);
            }
            return all(nowNs, snapshot);
        }
        if (seenFor != before) {
            seenFor = before;
            java.util.Arrays.fill(seen, null);
            troubled.clear();
        }
        BitSet changed = new BitSet();
        for (int link = 0; link < seen.length; link++) {
            LinkState state = snapshot.link(link);
            if (state != seen[link] || troubled.get(link)) {
                seen[link] = state;
                troubled.set(link, state.trouble() != null);
                if (state != before.state(link) || troubled.get(link)) {
                    changed.set(link, material(nowNs, state, link, before));
                }
            }
        }
        if (changed.isEmpty()) {
            return before;
        }
        // What was seen to change nothing still does: the prices of those links are kept.
        seenFor = some(nowNs, snapshot, before, changed);
        return seenFor;
    }

    /** Whether a price of the last snapshot changes with time. */
    boolean fades() {
        return !troubled.isEmpty();
    }

    private boolean material(long nowNs, LinkState state, int link, LinkPrices before) {
        Topology.Link where = topology.link(link);
        for (TrafficClass c : TrafficClass.ALL) {
            if (CostModel.tier(state, c) != CostModel.tier(before.state(link), c)) {
                return true;
            }
            long was = before.costs(c)[link];
            long boundUs = Math.max(policy.gainUs() / 5, was * policy.gainPercent() / 500);
            long differenceUs = Math.abs(model.total(nowNs, state, where, c) - was);
            if (differenceUs > Math.min(boundUs, MAX_NOISE_US) + CostModel.UNIT_US) {
                return true;
            }
        }
        return false;
    }

    private LinkPrices all(long nowNs, Snapshot snapshot) {
        int links = topology.links().size();
        LinkState[] states = new LinkState[links];
        long[] atNs = new long[links];
        int[][] costs = new int[TrafficClass.COUNT][links];
        for (int link = 0; link < links; link++) {
            price(nowNs, snapshot, link, states, atNs, costs);
        }
        return new LinkPrices(model, states, atNs, costs, null);
    }

    private LinkPrices some(long nowNs, Snapshot snapshot, LinkPrices before, BitSet changed) {
        LinkState[] states = before.copyOfStates();
        long[] atNs = before.copyOfMoments();
        int[][] costs = before.copyOfCosts();
        for (int link = changed.nextSetBit(0); link >= 0; link = changed.nextSetBit(link + 1)) {
            price(nowNs, snapshot, link, states, atNs, costs);
        }
        return new LinkPrices(model, states, atNs, costs, changed);
    }

    private void price(
            long nowNs,
            Snapshot snapshot,
            int link,
            LinkState[] states,
            long[] atNs,
            int[][] costs) {
        LinkState state = snapshot.link(link);
        states[link] = state;
        atNs[link] = nowNs;
        for (TrafficClass c : TrafficClass.ALL) {
            costs[c.code()][link] = model.total(nowNs, state, topology.link(link), c);
        }
    }
}
