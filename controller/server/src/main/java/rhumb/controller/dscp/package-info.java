/**
 * What is known of how links treat code points: what both ends of a link report joined, sweeps
 * asked for, and when it is worth an event. Decides no path.
 *
 * <p>Reading order: {@link rhumb.controller.dscp.LinkTreatment}, {@link
 * rhumb.controller.dscp.TreatmentBook}, {@link rhumb.controller.dscp.Sweep}.
 */
@NullMarked
package rhumb.controller.dscp;

import org.jspecify.annotations.NullMarked;
