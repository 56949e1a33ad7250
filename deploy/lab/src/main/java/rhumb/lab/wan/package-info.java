/**
 * The emulated WAN: what PoPs send to each other passes through here and meets the delay, loss and
 * rate that the scenario says. {@link rhumb.lab.wan.Wan} holds the links; {@link
 * rhumb.lab.wan.UdpWan} carries datagrams, {@link rhumb.lab.wan.TcpWan} connections. The
 * impairments themselves are {@code rhumb.sim.impair}, the same as in virtual time.
 */
@NullMarked
package rhumb.lab.wan;

import org.jspecify.annotations.NullMarked;
