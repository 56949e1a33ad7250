/**
 * Path libraries of other makes on the same mesh, one class and one thread, in the same run as
 * Rhumb's own figures. Each answer is compared by the sum of its costs.
 *
 * <p>Reading order: {@link rhumb.bench.paths.peer.Costs} is the mesh as peers get it, {@link
 * rhumb.bench.paths.peer.Peer} lists them, {@link rhumb.bench.paths.peer.Program} runs those that
 * are no Java, {@link rhumb.bench.paths.peer.JGraphT} and {@link rhumb.bench.paths.peer.OnosGraph}
 * are.
 */
@NullMarked
package rhumb.bench.paths.peer;

import org.jspecify.annotations.NullMarked;
