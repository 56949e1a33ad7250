/**
 * Datagram sockets with what the JDK leaves out: the traffic class octet, the hop limit and the
 * kernel's receive time of each packet, batches of packets per system call, and trains of a flow
 * that cross the kernel in one piece. Linux through the FFM API, everything else through NIO;
 * {@link rhumb.host.udp.DatagramIo} is the door to both and {@link rhumb.host.udp.DatagramIos#open}
 * chooses.
 *
 * <p>One thread owns a set of sockets; others may move datagrams for it. Reading order: {@code
 * DatagramIo}, {@code DatagramIos}, {@code LinuxDatagramIo}, {@code LinuxSocket}, {@code
 * ReceiveBatch}, {@code SendBatch}, {@code MessageHeaders}, {@code SendBatches}, {@code Epoll},
 * {@code SocketAddresses}, {@code Libc}, {@code LinuxAbi}; {@code NioDatagramIo}. With several
 * threads: {@code LanedDatagramIo}, {@code IoLane}, {@code DatagramRing}, {@code ReuseportFilter}.
 */
@NullMarked
package rhumb.host.udp;

import org.jspecify.annotations.NullMarked;
