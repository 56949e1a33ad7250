/**
 * IP packets at the edge of the overlay: read, checked, bounded, answered. What is decided about
 * them as a whole is {@code TunEdge} of the package above; here are its parts, which know no route,
 * no session and no device.
 *
 * <p>In the order in which a packet meets them: {@link rhumb.forward.tun.IpPacket} reads the
 * headers, {@link rhumb.forward.tun.IcmpErrors} answers what cannot go on, {@link
 * rhumb.forward.tun.HopCount} takes off a hop, {@link rhumb.forward.tun.MssClamp} keeps TCP below
 * the MTU, {@link rhumb.forward.tun.IpFlows} numbers packets where they enter and {@link
 * rhumb.forward.tun.IpArrivals} leaves out copies where they leave, {@link
 * rhumb.forward.tun.EcnDecapsulation} brings marks of the overlay into the packet.
 *
 * <p>RFC 791, RFC 8200 (headers), RFC 792, RFC 4443 (errors), RFC 1191, RFC 8201 (MTU), RFC 1624
 * (checksums), RFC 6040 (ECN in tunnels).
 */
@NullMarked
package rhumb.forward.tun;

import org.jspecify.annotations.NullMarked;
