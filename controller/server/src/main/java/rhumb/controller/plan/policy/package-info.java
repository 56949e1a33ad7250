/**
 * The operator's rules, made ready for the planner: which links they touch and which pairs.
 *
 * <p>A rule for all pairs acts through what links cost; a rule for some pairs is looked up with the
 * pair, and most pairs have none. Knows no measurement and no plan.
 *
 * <p>Reading order: {@link rhumb.controller.plan.policy.LinkRule}, {@link
 * rhumb.controller.plan.policy.PairRules}, {@link rhumb.controller.plan.policy.OperatorRules},
 * which {@link rhumb.controller.plan.policy.RuleReading} fills.
 */
@NullMarked
package rhumb.controller.plan.policy;

import org.jspecify.annotations.NullMarked;
