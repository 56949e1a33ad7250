/**
 * Protection of packets on each link, by class: what is lost between two neighbours is sent again
 * when asked for in time, or computed from repair packets.
 *
 * <p>In the order in which data passes: {@link rhumb.forward.protect.LinkProtection} has the
 * streams of a link; {@link rhumb.forward.protect.SendStream} numbers, keeps and sends again;
 * {@link rhumb.forward.protect.ReceiveStream} finds gaps, asks, removes what comes twice, and
 * solves; {@link rhumb.forward.protect.Protector} is what the forwarder core calls. One thread owns
 * all of it. It knows packets by number and as symbols of bytes; it knows neither paths nor
 * sessions.
 *
 * <p>Memory is bounded: rings are made when a class first uses a link, grow with its rate, share
 * one {@link rhumb.forward.protect.RingMemory}, and go when the link is idle. {@code
 * docs/protection.md} says what it does and what was measured.
 */
@NullMarked
package rhumb.forward.protect;

import org.jspecify.annotations.NullMarked;
