/**
 * How steady the planner is and how near to the best: a day of an overlay of random PoPs in virtual
 * time, with noise, a daily rise and degradations, planned by the controller's own code.
 *
 * <p>Deterministic: the same seed gives the same figures, bit for bit. Knows no printing and no
 * files. Owned by one thread.
 *
 * <p>Reading order: {@link rhumb.bench.plan.ReplayWorld} is the overlay, {@link
 * rhumb.bench.plan.LinkWeather} what one link is like from moment to moment, {@link
 * rhumb.bench.plan.Degradation} what goes wrong; {@link rhumb.bench.plan.MoveJudge} says which
 * moves were needless, {@link rhumb.bench.plan.PlanReplay} runs it all.
 */
@NullMarked
package rhumb.bench.plan;

import org.jspecify.annotations.NullMarked;
