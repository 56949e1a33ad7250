package rhumb.southbound.rule;

import java.util.List;
import rhumb.net.Phb;

/**
 * How the queues of an uplink treat classes. Classes of one behaviour share a queue, so that no
 * flow is reordered; hence shares are per behaviour.
 *
 * @param strictPercent share of the rate that the strict behaviours get ahead of all others
 * @param ecn whether packets of ECN-capable flows are marked where others are dropped by CoDel
 * @param uniform whether the code point on the wire is the packet's own, and what the WAN makes of
 *     it is handed on (the uniform model of RFC 2983); otherwise it is that of the class, and the
 *     packet's own is restored at egress (the pipe model)
 * @param codelTargetNs how long elastic packets may wait for long (RFC 8289)
 * @param codelIntervalNs how long they may wait longer
 * @param shares of behaviours for which they are not {@link Share#standard}, in the order of {@link
 *     Phb}
 */
public record QueueSettings(
        int strictPercent,
        boolean ecn,
        boolean uniform,
        long codelTargetNs,
        long codelIntervalNs,
        List<Share> shares) {
    public static final QueueSettings STANDARD =
            new QueueSettings(50, true, false, 5_000_000L, 100_000_000L, List.of());

    public static final int MAX_WEIGHT = 100;

    /**
     * What one behaviour gets of the rate.
     *
     * @param weight of what strict ones leave, relative to the others; 0 for strict ones
     * @param capBps most that is sent, bits per second on the wire; 0 = no cap
     * @param reserveBps what stays free for it, bits per second on the wire
     */
    public record Share(Phb phb, int weight, long capBps, long reserveBps) {
        public Share {
            if (phb.strict() ? weight != 0 : weight < 1 || weight > MAX_WEIGHT) {
                throw new IllegalArgumentException(
                        "weight " + weight + ": expected 1 to " + MAX_WEIGHT + ", 0 if strict");
            }
            if (capBps < 0 || reserveBps < 0 || capBps > 0 && reserveBps > capBps) {
                throw new IllegalArgumentException(
                        "cap "
                                + capBps
                                + " and reservation "
                                + reserveBps
                                + " bit/s: expected none negative and no more reserved than capped");
            }
        }

        public static Share standard(Phb phb) {
            return new Share(phb, phb.weight(), 0, 0);
        }
    }

    public QueueSettings {
        if (strictPercent < 1 || strictPercent > 100) {
            throw new IllegalArgumentException(
                    "strict share " + strictPercent + " %: expected 1 to 100");
        }
        if (codelTargetNs <= 0 || codelIntervalNs < codelTargetNs) {
            throw new IllegalArgumentException(
                    "CoDel target "
                            + codelTargetNs
                            + " ns in "
                            + codelIntervalNs
                            + " ns: expected the interval to be no shorter");
        }
        shares =
                shares.stream()
                        .filter(s -> !s.equals(Share.standard(s.phb())))
                        .sorted(java.util.Comparator.comparing(Share::phb))
                        .toList();
        if (shares.stream().map(Share::phb).distinct().count() != shares.size()) {
            throw new IllegalArgumentException("a behaviour has two shares: expected one");
        }
    }

    public Share share(Phb phb) {
        for (Share share : shares) {
            if (share.phb() == phb) {
                return share;
            }
        }
        return Share.standard(phb);
    }
}
