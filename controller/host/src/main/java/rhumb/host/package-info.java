/**
 * What every Rhumb process needs from the machine it runs on: datagram sockets, the stream to its
 * controller, the channel to its neighbour process, configuration files and the metrics endpoint.
 *
 * <p>Shell only: nothing here decides anything about links, paths or packets.
 */
@NullMarked
package rhumb.host;

import org.jspecify.annotations.NullMarked;
