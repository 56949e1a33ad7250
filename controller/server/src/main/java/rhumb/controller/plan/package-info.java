/**
 * From a snapshot to paths: what each link costs each class, which paths are best, when to move,
 * and why.
 *
 * <p>A plan is a pure function of snapshot, policy, previous plan and time, so two controllers with
 * the same input agree. Knows no session, no rule and no label; {@code rhumb.path} does the
 * computing and knows only ints.
 *
 * <p>Reading order: {@link rhumb.controller.plan.CostModel} with {@link
 * rhumb.controller.plan.LinkCost} and {@link rhumb.controller.plan.Term} says what links cost,
 * {@link rhumb.controller.plan.LinkPricing} when a price is made anew ({@link
 * rhumb.controller.plan.LinkPrices}); {@link rhumb.controller.plan.OverlayPath}, {@link
 * rhumb.controller.plan.Decision}, {@link rhumb.controller.plan.Note}, {@link
 * rhumb.controller.plan.Plan} are what comes out, kept small by {@link
 * rhumb.controller.plan.Decisions} and {@link rhumb.controller.plan.ChangedPairs}. {@link
 * rhumb.controller.plan.Planner} makes a plan class by class ({@link
 * rhumb.controller.plan.ClassPlan}) and pair by pair ({@link rhumb.controller.plan.PairChoice}):
 * {@link rhumb.controller.plan.PathCosts} and {@link rhumb.controller.plan.Level} compare paths,
 * {@link rhumb.controller.plan.Stability} says when to move ({@link
 * rhumb.controller.plan.RecentMoves}, {@link rhumb.controller.plan.Drains}, {@link
 * rhumb.controller.plan.Pinned}), {@link rhumb.controller.plan.Spread} which of equals to take,
 * {@link rhumb.controller.plan.PairSearch} finds what pairs with rules of their own need. Then
 * {@link rhumb.controller.plan.Explanation} and {@link rhumb.controller.plan.Explainer}.
 */
@NullMarked
package rhumb.controller.plan;

import org.jspecify.annotations.NullMarked;
