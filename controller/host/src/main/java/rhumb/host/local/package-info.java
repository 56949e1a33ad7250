/**
 * The channel between the forwarder and the agent of one PoP: messages of the southbound contract
 * over a Unix socket, so that media leave a bad link without asking any controller.
 *
 * <p>Bounded by one waiting message a kind. Reading order: {@code LocalServer}, {@code
 * LocalClient}, {@code LocalChannel}, {@code SocketFile}.
 */
@NullMarked
package rhumb.host.local;

import org.jspecify.annotations.NullMarked;
