/**
 * From a snapshot to paths: what each link costs each class, which paths are best, when to move,
 * and why.
 *
 * <p>A plan is a pure function of snapshot, policy, previous plan and time, so two controllers with
 * the same input agree. Knows no session, no rule and no label; {@code rhumb.path} does the
 * computing and knows only ints.
 *
 * <p>Reading order: {@link rhumb.controller.plan.CostModel} with {@link
 * rhumb.controller.plan.LinkCost} and {@link rhumb.controller.plan.Term}; {@link
 * rhumb.controller.plan.OverlayPath}, {@link rhumb.controller.plan.Decision}, {@link
 * rhumb.controller.plan.Plan}; {@link rhumb.controller.plan.Stability} (when to move) and {@link
 * rhumb.controller.plan.Planner}; {@link rhumb.controller.plan.Explanation} and {@link
 * rhumb.controller.plan.Explainer}.
 */
@NullMarked
package rhumb.controller.plan;

import org.jspecify.annotations.NullMarked;
