package rhumb.host;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import rhumb.net.Endpoint;

/** {@link Endpoint} as the JDK's address and back; never asks a name server. */
public final class InetAddresses {
    private InetAddresses() {}

    public static InetSocketAddress of(Endpoint endpoint) {
        byte[] octets =
                endpoint.isIpv4()
                        ? ByteBuffer.allocate(4).putInt(endpoint.ipv4()).array()
                        : ByteBuffer.allocate(16)
                                .putLong(endpoint.high())
                                .putLong(endpoint.low())
                                .array();
        try {
            return new InetSocketAddress(InetAddress.getByAddress(octets), endpoint.port());
        } catch (UnknownHostException e) {
            throw new AssertionError("4 or 16 octets are always an address", e);
        }
    }

    public static Endpoint endpoint(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        ByteBuffer octets = ByteBuffer.wrap(ip.getAddress());
        return ip instanceof Inet4Address
                ? Endpoint.ofIpv4(octets.getInt(), address.getPort())
                : new Endpoint(octets.getLong(), octets.getLong(), address.getPort());
    }
}
