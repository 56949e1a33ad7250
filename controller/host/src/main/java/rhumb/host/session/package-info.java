/**
 * The session between a PoP's process and a controller over gRPC: {@link
 * rhumb.host.session.ControllerLink} is the process's side, {@link
 * rhumb.host.session.SouthboundServer} the controller's transport.
 *
 * <p>Decides nothing: greeting, heartbeats and reconnection are {@code rhumb.southbound.session}.
 * Reading order: {@code SouthboundMethod}, {@code ControllerLink}, {@code ControllerStream}, {@code
 * SouthboundServer}, {@code PeerStream}.
 */
@NullMarked
package rhumb.host.session;

import org.jspecify.annotations.NullMarked;
