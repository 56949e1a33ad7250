package rhumb.bench.cluster;

import java.util.List;

/**
 * What a cluster does with the reports of many PoPs.
 *
 * @param rulesMs from a degraded link's report until its PoP has other rules, of each one tried,
 *     ascending
 * @param reports that agents sent meanwhile, a second
 * @param updates of rules that forwarders took meanwhile, a second
 * @param use of each controller, in the order of members
 * @param ownCores processors that the simulated PoPs took, on average
 * @param ownMb memory of those that is resident at the end, 10^6 bytes
 */
public record LoadRow(
        List<Double> rulesMs,
        double reports,
        double updates,
        List<Use> use,
        double ownCores,
        double ownMb) {
    /**
     * What a controller took of the machine.
     *
     * @param leads whether it led
     * @param cores processors in use, on average
     * @param residentMb memory that is resident at the end, 10^6 bytes
     */
    public record Use(int member, boolean leads, double cores, double residentMb) {}

    public LoadRow {
        rulesMs = List.copyOf(rulesMs);
        use = List.copyOf(use);
    }

    /** The figure that a share of all does not exceed, in ms. */
    public double quantileMs(double share) {
        int place = (int) Math.ceil(share * rulesMs.size()) - 1;
        return rulesMs.get(Math.clamp(place, 0, rulesMs.size() - 1));
    }
}
