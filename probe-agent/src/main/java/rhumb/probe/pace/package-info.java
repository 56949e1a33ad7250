/**
 * How often each link is probed, and when: as often as its use asks for, within the PoP's budget,
 * never in bursts.
 *
 * <p>Knows intervals and time, not links, packets or judgements. Everything here belongs to the
 * agent's thread.
 *
 * <p>Reading order: {@link rhumb.probe.pace.Tier}, {@link rhumb.probe.pace.ProbeBudget}, {@link
 * rhumb.probe.pace.LinkPace}.
 */
@NullMarked
package rhumb.probe.pace;

import org.jspecify.annotations.NullMarked;
