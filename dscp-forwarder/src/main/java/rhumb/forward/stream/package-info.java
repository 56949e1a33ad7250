/**
 * HTTP-FLV across the overlay: chains of TCP connections, one per link, that can be replaced
 * without the viewer noticing.
 *
 * <p>Core: no socket, no clock; the shell owns connections and tells what came. The protocol is
 * {@code docs/protocol/stream.md}. Everything here belongs to one thread, which is not the thread
 * of the datagrams.
 *
 * <p>Reading order, as bytes flow: {@link rhumb.forward.stream.StreamCore} hands each connection to
 * its party: {@link rhumb.forward.stream.ViewerSide} asks and delivers, {@link
 * rhumb.forward.stream.RelaySide} passes on, {@link rhumb.forward.stream.OriginSide} reads from the
 * media server. {@link rhumb.forward.stream.Arrival} finds out which of the last two an incoming
 * chain wants. Chains to and from neighbours are sealed between the parties and the shell: {@link
 * rhumb.forward.stream.SealedChains} has a {@link rhumb.forward.stream.ChainSession} for each, with
 * keys from {@link rhumb.forward.stream.ChainKeys}.
 */
@NullMarked
package rhumb.forward.stream;

import org.jspecify.annotations.NullMarked;
