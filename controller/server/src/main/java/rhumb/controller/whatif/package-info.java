/**
 * What would be if a link, an uplink, a PoP or a price were otherwise, and what of one link would
 * have to be otherwise for a pair to take another path. The planner itself gives the answers: it is
 * asked what it would do next.
 *
 * <p>Changes nothing and knows no session, no rule and no socket; may take as long as a full plan,
 * so nobody asks on the controller's own thread.
 *
 * <p>Reading order: {@link rhumb.controller.whatif.Change} and {@link
 * rhumb.controller.whatif.ChangeReader} (what can be asked), {@link
 * rhumb.controller.whatif.Hypothesis} with {@link rhumb.controller.whatif.LinkEdit} (the overlay as
 * it would be), {@link rhumb.controller.whatif.Experiment} and {@link
 * rhumb.controller.whatif.WhatIf} (both plans compared); {@link
 * rhumb.controller.whatif.TippingSearch} and {@link rhumb.controller.whatif.Tipping} (the smallest
 * change that moves a pair).
 */
@NullMarked
package rhumb.controller.whatif;

import org.jspecify.annotations.NullMarked;
