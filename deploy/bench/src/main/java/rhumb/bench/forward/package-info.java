/**
 * {@code rhumb bench forward}: a forwarder on one core beside a bare relay in C and nginx' UDP
 * proxy, with the same packets, on the same wires, in turn.
 *
 * <p>Reading order: {@code Stage} (where the processes run), {@code Traffic} (what is sent), {@code
 * Relay} (who is measured), {@code SealedNeighbors} (whose links are sealed), {@code Load} (one
 * measurement), {@code Contest} (all of them in turn), {@code ForwardRow}. Generator, sink and bare
 * relay are C programs under {@code resources/forward}. Shell entirely.
 */
@NullMarked
package rhumb.bench.forward;

import org.jspecify.annotations.NullMarked;
