package rhumb.forward.fib;

import rhumb.southbound.rule.NeighborRule;

/**
 * An outgoing link.
 *
 * @param index position in {@link Fib#links()}
 * @param uplink name of the local uplink it leaves by
 */
public record FibLink(int index, String uplink, NeighborRule rule) {
    public int label() {
        return rule.label().value();
    }
}
