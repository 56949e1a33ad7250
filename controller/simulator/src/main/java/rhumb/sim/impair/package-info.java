/**
 * What a WAN does to packets: one model per directed link, and one of a TCP connection over two of
 * them.
 *
 * <p>Deterministic cores. Two drivers use them: virtual time in the simulator, real sockets in the
 * lab's WAN emulator. They know sizes, octets and times, but neither overlay headers nor sockets.
 * All objects of one run belong to one thread.
 *
 * <p>Reading order: {@link rhumb.sim.impair.LinkSettings} says what a link does, {@link
 * rhumb.sim.impair.LinkModel} does it to one datagram at a time and answers in {@link
 * rhumb.sim.impair.Deliveries}; {@link rhumb.sim.impair.TcpPipe} carries bytes across two models
 * the way a kernel's TCP would ({@link rhumb.sim.impair.TcpEnd} holds one end of it).
 */
@NullMarked
package rhumb.sim.impair;

import org.jspecify.annotations.NullMarked;
