package rhumb.net;

/**
 * A network as plain numbers: an address and how many of its leading bits count. IPv4 networks are
 * kept in the mapped form of RFC 4291 section 2.5.5.2, their length counted as in IPv6.
 *
 * @param high upper eight octets of the IPv6 form
 * @param low lower eight octets of the IPv6 form
 * @param bits 0 to 128; for IPv4 96 to 128
 */
public record IpPrefix(long high, long low, int bits) implements Comparable<IpPrefix> {
    private static final int IPV4_OFFSET = 96;
    private static final int BITS = 128;

    public IpPrefix {
        if (bits < 0 || bits > BITS) {
            throw new IllegalArgumentException("prefix length " + bits + ": expected 0 to 128");
        }
        if ((high & ~highMask(bits)) != 0 || (low & ~lowMask(bits)) != 0) {
            throw new IllegalArgumentException(
                    "prefix has bits beyond its length: expected "
                            + new IpPrefix(high & highMask(bits), low & lowMask(bits), bits));
        }
    }

    /** Reads {@code 10.1.0.0/16} or {@code 2001:db8:1::/48}. */
    public static IpPrefix parse(String text) {
        InterfaceAddress parsed = InterfaceAddress.parse(text);
        if (!parsed.network().contains(parsed.high(), parsed.low())
                || parsed.high() != parsed.network().high
                || parsed.low() != parsed.network().low) {
            throw new IllegalArgumentException(
                    "prefix \""
                            + text
                            + "\" has bits beyond its length: expected "
                            + parsed.network());
        }
        return parsed.network();
    }

    /** The network of this length around an address. */
    static IpPrefix around(long high, long low, int bits) {
        return new IpPrefix(high & highMask(bits), low & lowMask(bits), bits);
    }

    public boolean isIpv4() {
        return bits >= IPV4_OFFSET && high == 0 && low >>> 32 == 0xffff;
    }

    /** The length as people write it: 0 to 32 for IPv4. */
    public int length() {
        return isIpv4() ? bits - IPV4_OFFSET : bits;
    }

    /** Whether the address, in its IPv6 form, lies in this network. */
    public boolean contains(long addressHigh, long addressLow) {
        return ((addressHigh ^ high) & highMask(bits)) == 0
                && ((addressLow ^ low) & lowMask(bits)) == 0;
    }

    public boolean contains(Endpoint address) {
        return contains(address.high(), address.low());
    }

    /** Whether all of the other network lies in this one; also when they are equal. */
    public boolean contains(IpPrefix other) {
        return bits <= other.bits && contains(other.high, other.low);
    }

    public boolean overlaps(IpPrefix other) {
        return contains(other) || other.contains(this);
    }

    /** Upper half of the last address of the network. */
    public long lastHigh() {
        return high | ~highMask(bits);
    }

    /** Lower half of the last address of the network. */
    public long lastLow() {
        return low | ~lowMask(bits);
    }

    /** By first address, then the wider network first. */
    @Override
    public int compareTo(IpPrefix other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        int byLow = byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
        return byLow != 0 ? byLow : Integer.compare(bits, other.bits);
    }

    @Override
    public String toString() {
        return new Endpoint(high, low, 0).host() + "/" + length();
    }

    private static long highMask(int bits) {
        return bits >= 64 ? -1L : bits <= 0 ? 0 : -1L << 64 - bits;
    }

    private static long lowMask(int bits) {
        return bits <= 64 ? 0 : -1L << BITS - bits;
    }
}
