/**
 * From a plan to what each forwarder shall run, and the book of what it does run.
 *
 * <p>Knows no session and no cost. {@link rhumb.controller.rule.RuleCompiler} says what a forwarder
 * shall run; {@link rhumb.controller.rule.RuleSet} is that; {@link rhumb.controller.rule.KeyBook}
 * knows the keys of its neighbours; {@link rhumb.controller.rule.RuleBook} keeps what was sent and
 * acknowledged and makes the smallest update; {@link rhumb.controller.rule.EpochCounter} numbers
 * updates above everything seen.
 */
@NullMarked
package rhumb.controller.rule;

import org.jspecify.annotations.NullMarked;
