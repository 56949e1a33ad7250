/**
 * A TUN device of Linux: IP packets of this machine's routes as reads and writes of one descriptor.
 * It knows nothing of the overlay.
 *
 * <p>{@link rhumb.host.tun.TunDevice} is the door; the thread that polls {@link
 * rhumb.host.udp.DatagramIo} watches its descriptor. {@code Netlink} sets the interface up (RFC
 * 3549), {@link rhumb.host.tun.TunRoutes} keeps the kernel's routes into it on a thread of its own,
 * {@code SystemCalls} are the calls through the FFM API.
 */
@NullMarked
package rhumb.host.tun;

import org.jspecify.annotations.NullMarked;
