package rhumb.net;

import org.jspecify.annotations.Nullable;

/**
 * An address of a network interface with the network it lies in, as {@code ip address} writes it.
 *
 * @param high upper eight octets of the IPv6 form
 * @param low lower eight octets of the IPv6 form
 * @param network the addresses reached directly
 */
public record InterfaceAddress(long high, long low, IpPrefix network) {
    public InterfaceAddress {
        if (!network.contains(high, low)) {
            throw new IllegalArgumentException("address outside of its network " + network);
        }
    }

    /** Reads {@code 10.1.255.1/30} or {@code 2001:db8::1/126}. */
    public static InterfaceAddress parse(String text) {
        int slash = text.indexOf('/');
        boolean ipv6 = text.contains(":");
        int longest = ipv6 ? 128 : 32;
        int length = slash < 0 ? -1 : length(text.substring(slash + 1), longest);
        Endpoint address = length < 0 ? null : address(text.substring(0, slash), ipv6);
        if (address == null) {
            throw new IllegalArgumentException(
                    "\""
                            + text
                            + "\" is no address with a prefix length: expected such as"
                            + " 10.1.0.0/16 or 2001:db8:1::/48");
        }
        int bits = ipv6 ? length : length + 96;
        IpPrefix network = IpPrefix.around(address.high(), address.low(), bits);
        return new InterfaceAddress(address.high(), address.low(), network);
    }

    public boolean isIpv4() {
        return network.isIpv4();
    }

    /** The address alone, with port 0. */
    public Endpoint address() {
        return new Endpoint(high, low, 0);
    }

    /**
     * The address next to this one in its network: what the other end of a point-to-point link
     * would have. This address itself when the network holds no other.
     */
    public Endpoint neighbor() {
        // In a pair (RFC 3021, RFC 6164) both are hosts; else the first one names the network.
        boolean pair = network.bits() == 127;
        boolean up = pair ? (low & 1) == 0 : (low & 3) == 1;
        long step = up ? 1 : -1;
        return network.contains(high, low + step) ? new Endpoint(high, low + step, 0) : address();
    }

    @Override
    public String toString() {
        return address().host() + "/" + network.length();
    }

    private static int length(String digits, int longest) {
        boolean number = digits.matches("\\d{1,3}");
        int value = number ? Integer.parseInt(digits) : -1;
        return value <= longest ? value : -1;
    }

    private static @Nullable Endpoint address(String host, boolean ipv6) {
        try {
            return Endpoint.parse(ipv6 ? "[" + host + "]:0" : host + ":0");
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
