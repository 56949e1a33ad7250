/**
 * The overlay in virtual time: the same cores as on PoPs, driven by one queue of events. Nothing
 * waits, so a minute takes a second or two, and a seed decides everything.
 *
 * <p>Reading order: {@link rhumb.sim.engine.EventQueue} is time over an {@link
 * rhumb.sim.engine.EventHeap}, {@link rhumb.sim.engine.Simulation} builds the world from a
 * scenario, {@link rhumb.sim.engine.VirtualPop} holds the cores of one PoP, {@link
 * rhumb.sim.engine.VirtualWan} carries datagrams and {@link rhumb.sim.engine.VirtualTcp}
 * connections between them, {@link rhumb.sim.engine.VirtualControl} is the controller and the
 * sessions with it.
 */
@NullMarked
package rhumb.sim.engine;

import org.jspecify.annotations.NullMarked;
