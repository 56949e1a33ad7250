/**
 * Shell: reads what the simulator ships (scenarios, delays, media samples) and scenario files of
 * users. Decides nothing.
 */
@NullMarked
package rhumb.sim.io;

import org.jspecify.annotations.NullMarked;
