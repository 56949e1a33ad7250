package rhumb.net;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An IP address and a port as plain numbers, so that deterministic code can hold addresses without
 * touching the network stack. IPv4 addresses are kept in the mapped form of RFC 4291 section
 * 2.5.5.2.
 *
 * @param high upper eight octets of the IPv6 form
 * @param low lower eight octets of the IPv6 form
 * @param port 0 to 65535
 */
public record Endpoint(long high, long low, int port) implements Comparable<Endpoint> {
    private static final long MAPPED = 0xffffL << 32;

    public Endpoint {
        if (port < 0 || port > 0xffff) {
            throw new IllegalArgumentException("port " + port + ": expected 0 to 65535");
        }
    }

    /** An IPv4 endpoint; {@code address} holds the four octets in network order. */
    public static Endpoint ofIpv4(int address, int port) {
        return new Endpoint(0, MAPPED | address & 0xffffffffL, port);
    }

    /** Reads {@code 192.0.2.1:4789} or {@code [2001:db8::1]:4789}. Names are not looked up. */
    public static Endpoint parse(String text) {
        int colon = text.lastIndexOf(':');
        Endpoint parsed = colon < 0 ? null : tryParse(text, colon);
        if (parsed == null) {
            throw new IllegalArgumentException(
                    "address \""
                            + text
                            + "\": expected IPV4:PORT or [IPV6]:PORT, such as 192.0.2.1:4789");
        }
        return parsed;
    }

    public boolean isIpv4() {
        return high == 0 && low >>> 32 == 0xffff;
    }

    /** The four octets of an IPv4 address; meaningless for others. */
    public int ipv4() {
        return (int) low;
    }

    public Endpoint withPort(int newPort) {
        return new Endpoint(high, low, newPort);
    }

    /** Whether both name the same host, whatever the ports. */
    public boolean sameAddress(Endpoint other) {
        return high == other.high && low == other.low;
    }

    public boolean isLoopback() {
        return isIpv4() ? (ipv4() >>> 24) == 127 : high == 0 && low == 1;
    }

    public boolean isWildcard() {
        return isIpv4() ? ipv4() == 0 : high == 0 && low == 0;
    }

    /** The address alone, without brackets. */
    public String host() {
        if (isIpv4()) {
            int a = ipv4();
            return (a >>> 24) + "." + (a >>> 16 & 0xff) + "." + (a >>> 8 & 0xff) + "." + (a & 0xff);
        }
        return Ipv6Text.format(high, low);
    }

    /** Every packet is looked up by where it came from: no generated method handles here. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Endpoint that
                && low == that.low
                && port == that.port
                && high == that.high;
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Long.hashCode(high) + Long.hashCode(low)) + port;
    }

    @Override
    public int compareTo(Endpoint other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        int byLow = byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
        return byLow != 0 ? byLow : Integer.compare(port, other.port);
    }

    @Override
    public String toString() {
        return isIpv4() ? host() + ":" + port : "[" + host() + "]:" + port;
    }

    private static @Nullable Endpoint tryParse(String text, int colon) {
        int port = number(text.substring(colon + 1), 0xffff);
        String host = text.substring(0, colon);
        if (port < 0) {
            return null;
        }
        if (host.startsWith("[") && host.endsWith("]")) {
            long[] halves = Ipv6Text.parse(host.substring(1, host.length() - 1));
            return halves == null ? null : new Endpoint(halves[0], halves[1], port);
        }
        List<String> octets = new ArrayList<>(List.of(host.split("\\.", -1)));
        int address = 0;
        for (String octet : octets) {
            int value = number(octet, 255);
            if (value < 0 || octets.size() != 4) {
                return null;
            }
            address = address << 8 | value;
        }
        return ofIpv4(address, port);
    }

    private static int number(String digits, int max) {
        if (digits.isEmpty()
                || digits.length() > 5
                || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        int value = Integer.parseInt(digits);
        return value <= max ? value : -1;
    }
}
