package rhumb.forward.tun;

import org.jspecify.annotations.Nullable;
import rhumb.forward.wire.OverlayHeader;
import rhumb.net.Endpoint;

/**
 * The TUN device as the core sees it.
 *
 * @param mtu longest IP packet in bytes that enters and leaves
 * @param icmp4 where ICMP errors come from; null = from the address that the packet was for
 * @param icmp6 the same for ICMPv6
 */
public record TunOptions(int mtu, @Nullable Endpoint icmp4, @Nullable Endpoint icmp6) {
    /** RFC 8200 section 5: every link of IPv6 takes this much. */
    public static final int MIN_MTU = 1_280;

    /** What a data packet of the overlay holds. */
    public static final int MAX_MTU = OverlayHeader.MAX_PAYLOAD_BYTES;

    public TunOptions {
        if (mtu < MIN_MTU || mtu > MAX_MTU) {
            throw new IllegalArgumentException(
                    "MTU " + mtu + ": expected " + MIN_MTU + " to " + MAX_MTU);
        }
    }
}
