/**
 * What rule updates cost a forwarder that forwards. {@link rhumb.bench.rules.ChurnRules} makes the
 * rules and the updates, {@link rhumb.bench.rules.RuleChurn} sends packets while they come, and
 * {@link rhumb.bench.rules.PathWatch} looks where each packet went. Knows no socket: packets are
 * handed to the core and taken from it.
 */
@NullMarked
package rhumb.bench.rules;

import org.jspecify.annotations.NullMarked;
