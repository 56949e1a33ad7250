package rhumb.net;

/**
 * One directed overlay hop from an uplink to an uplink of another PoP, written {@code
 * sin->fra/isp1}.
 */
public record LinkId(UplinkId from, UplinkId to) implements Comparable<LinkId> {
    public LinkId {
        if (from.pop().equals(to.pop())) {
            throw new IllegalArgumentException(
                    "link " + from + "->" + to + " would end where it starts");
        }
    }

    public static LinkId between(PopId from, PopId to) {
        return new LinkId(UplinkId.main(from), UplinkId.main(to));
    }

    /** Reads {@code from->to}, each side as {@link UplinkId#parse} reads it. */
    public static LinkId parse(String text) {
        int arrow = text.indexOf("->");
        if (arrow < 0) {
            throw new IllegalArgumentException(
                    "link \"" + text + "\": expected FROM->TO, such as sin->fra");
        }
        return new LinkId(
                UplinkId.parse(text.substring(0, arrow)),
                UplinkId.parse(text.substring(arrow + 2)));
    }

    public PopId source() {
        return from.pop();
    }

    public PopId target() {
        return to.pop();
    }

    /** The same pair of uplinks the other way round. */
    public LinkId reverse() {
        return new LinkId(to, from);
    }

    /**
     * Names of PoPs are alike: by the hash that records have, a million links between p0001 and
     * p1000 would share 36,000 values, and each look into a map would compare some dozens.
     */
    @Override
    public int hashCode() {
        int near = from.hashCode() * 0x9e37_79b1; // odd, bits of the golden ratio
        int both = (near ^ near >>> 15) * 0x85eb_ca6b + to.hashCode() * 0xc2b2_ae35;
        return both ^ both >>> 13;
    }

    @Override
    public int compareTo(LinkId other) {
        int byFrom = from.compareTo(other.from);
        return byFrom != 0 ? byFrom : to.compareTo(other.to);
    }

    @Override
    public String toString() {
        return from + "->" + to;
    }
}
