/**
 * Sockets and threads of the forwarder. {@link rhumb.forward.io.PacketLoop} serves datagrams on one
 * thread, {@link rhumb.forward.io.StreamLoop} connections on another; rules and health reach both
 * through messages.
 */
@NullMarked
package rhumb.forward.io;

import org.jspecify.annotations.NullMarked;
