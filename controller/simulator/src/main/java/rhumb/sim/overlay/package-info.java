/**
 * From a scenario to an overlay: addresses, the operators' intent and the links of the WAN. The lab
 * and the simulator start from the same three, so what runs on real sockets and what runs in
 * virtual time have the same rules and labels.
 */
@NullMarked
package rhumb.sim.overlay;

import org.jspecify.annotations.NullMarked;
