/**
 * The forwarder: takes media at one PoP, carries it over the links that the controller chose, and
 * gives it out at another.
 *
 * <p>{@link rhumb.forward.ForwarderCore} holds the parts together and is the way in. Everything in
 * this package and below is core, except the packages {@code io} and {@code stream.io}: no clock,
 * no thread, no socket; one thread owns a core. Reading order, as a packet meets them: {@code wire}
 * (the overlay header), {@code pipeline} (the checklist and its verdict), {@code classify}, {@code
 * session}, {@code fib} (what the controller installed), {@code path} (which of a route's paths is
 * in use), {@code link} (what is counted per link), {@code queue} (in which order an uplink sends).
 */
@NullMarked
package rhumb.forward;

import org.jspecify.annotations.NullMarked;
