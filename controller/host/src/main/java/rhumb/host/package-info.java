/**
 * What every Rhumb process needs from the machine it runs on: datagram sockets ({@code udp}), the
 * stream to its controller ({@code session}), the channel to its neighbour process ({@code local}),
 * configuration files ({@code config}), the metrics endpoint ({@code metrics}) and how it starts
 * and ends ({@code main}).
 *
 * <p>Shell only: nothing here decides anything about links, paths or packets.
 *
 * <p>Here itself: {@code Inbox} and {@code SharedOutbox}, the two bounded ways between threads;
 * {@code InetAddresses} and {@code BindErrors} for local addresses.
 */
@NullMarked
package rhumb.host;

import org.jspecify.annotations.NullMarked;
