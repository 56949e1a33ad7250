/**
 * Paths over a dense directed multigraph of ints.
 *
 * <p>Knows nodes, links, costs, uplinks, providers and risk groups as numbers only; no PoP, no
 * class, no time, no product type. Everything is deterministic: equal costs are told apart by the
 * number of links, then by the smallest relays, then by the smallest link numbers, so two
 * computations of one input are equal bit for bit, however they are done.
 *
 * <p>Reading order: {@link rhumb.path.Graph} and {@link rhumb.path.GraphBuilder} hold the shape,
 * {@link rhumb.path.Costs} says what links may cost, {@link rhumb.path.CostMatrix} holds the best
 * of parallel links for one class, {@link rhumb.path.AllPairs} the best paths (by {@link
 * rhumb.path.MinPlus} on {@link rhumb.path.Packed} numbers, by {@link rhumb.path.Repair} after a
 * change, and by {@link rhumb.path.LastResort} where no usable links lead; {@link
 * rhumb.path.Workers} says on how many threads), {@link rhumb.path.Fallbacks} what to fall back to
 * (over {@link rhumb.path.EscapeRows}, and by {@link rhumb.path.ProtectionSearch} where every
 * candidate must be looked at), {@link rhumb.path.PathCode} a path in a long, {@link
 * rhumb.path.Sharing} what a fallback still has in common, and {@link rhumb.path.PathVerifier}
 * checks every answer with none of the solver's code.
 */
@NullMarked
package rhumb.path;

import org.jspecify.annotations.NullMarked;
