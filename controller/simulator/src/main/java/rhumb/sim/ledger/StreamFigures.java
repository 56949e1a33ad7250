package rhumb.sim.ledger;

/**
 * What is known of a stream at the end. Counts are packets, or tags of an FLV stream.
 *
 * @param received different pieces that arrived
 * @param duplicate pieces that arrived once more
 * @param reordered pieces that arrived after one that was sent later
 * @param corrupt pieces that arrived and were never sent, or not in this order where order counts
 * @param wrongDscp pieces that arrived with another code point than they were sent with
 * @param delayNsP50 median delay; -1 when nothing arrived
 * @param longestGapNs longest time without an arrival while something was being sent
 */
public record StreamFigures(
        long sent,
        long received,
        long duplicate,
        long reordered,
        long corrupt,
        long wrongDscp,
        long sentBytes,
        long receivedBytes,
        long corruptBytes,
        long delayNsP50,
        long delayNsP99,
        long delayNsMax,
        long longestGapNs) {
    public long lost() {
        return sent - received;
    }

    public long lostBytes() {
        return sentBytes - receivedBytes;
    }
}
