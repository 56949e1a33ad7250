/**
 * What the lab and the simulator do alike: play the media, play the timeline, watch, and report.
 * Cores that take time as an argument; the drivers only move bytes.
 */
@NullMarked
package rhumb.sim.run;

import org.jspecify.annotations.NullMarked;
