/**
 * Sequential detectors side by side on packets that are lost at random, each set to the same false
 * alarms: the one that the agent uses, and those that it was chosen against.
 *
 * <p>Reading order: {@link rhumb.bench.detect.sequential.Detector}, then the four, then {@link
 * rhumb.bench.detect.sequential.Comparison}.
 */
@NullMarked
package rhumb.bench.detect.sequential;

import org.jspecify.annotations.NullMarked;
