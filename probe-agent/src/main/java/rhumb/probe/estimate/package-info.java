/**
 * From packets to a judgement: is this direction of this link good enough for each class?
 *
 * <p>Knows no packet formats, no plan and no controller. Time comes as an argument and only ever
 * grows. No allocation per packet. Owned by the agent's one thread.
 *
 * <p>Reading order: {@link rhumb.probe.estimate.LossWindow}, {@link
 * rhumb.probe.estimate.DelayWindow} and {@link rhumb.probe.estimate.Jitter}, {@link
 * rhumb.probe.estimate.Goodput} hold figures; {@link rhumb.probe.estimate.ChangeDetector} and
 * {@link rhumb.probe.estimate.LossEvidence} say what chance does not explain; {@link
 * rhumb.probe.estimate.ClassJudge} with {@link rhumb.probe.estimate.HoldTime} keeps the status,
 * quick to leave and slow to trust; {@link rhumb.probe.estimate.DirectionEstimator} puts these
 * together for one direction, {@link rhumb.probe.estimate.LinkEstimator} for the two directions
 * that share a round trip.
 */
@NullMarked
package rhumb.probe.estimate;

import org.jspecify.annotations.NullMarked;
