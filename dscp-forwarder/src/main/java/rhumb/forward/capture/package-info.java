/**
 * A trace of the packets of one flow, for operators who look for one call among ten thousand.
 *
 * <p>{@link rhumb.forward.capture.FlowTap} is asked at the places where packets come and go, says
 * no while nobody captures, and writes what belongs to the flow with {@link
 * rhumb.forward.capture.PcapngWriter} (draft-ietf-opsawg-pcapng) into memory of a fixed size.
 * {@link rhumb.forward.capture.FlowFilter} says what belongs. Knows no file and nobody who reads.
 */
@NullMarked
package rhumb.forward.capture;

import org.jspecify.annotations.NullMarked;
