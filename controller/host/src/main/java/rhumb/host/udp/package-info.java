/**
 * Datagram sockets with what the JDK leaves out: the traffic class octet, the hop limit and the
 * kernel's receive time of each packet, and batches of packets per system call. Linux through the
 * FFM API, everything else through NIO; {@link rhumb.host.udp.DatagramIo} is the door to both.
 */
@NullMarked
package rhumb.host.udp;

import org.jspecify.annotations.NullMarked;
