/**
 * What operators want: PoPs, uplinks, links, services, class targets, policy.
 *
 * <p>Plain records that check themselves, so that a document binds to them directly: a component
 * that may be left out is marked and takes its usual value in the compact constructor. Nothing here
 * knows a file, a measurement or a session. {@link rhumb.controller.intent.Topology} is what
 * follows from the intent alone: all links, their numbers and labels, and the graph that paths are
 * computed on.
 *
 * <p>Reading order: {@link rhumb.controller.intent.Intent}, {@link
 * rhumb.controller.intent.PopIntent}, {@link rhumb.controller.intent.UplinkIntent}, {@link
 * rhumb.controller.intent.LinkIntent}, {@link rhumb.controller.intent.ServiceIntent}, {@link
 * rhumb.controller.intent.ProbingIntent}, {@link rhumb.controller.intent.PolicyIntent}, {@link
 * rhumb.controller.intent.CapacityIntent}, {@link rhumb.controller.intent.RuleIntent} (pins, drains
 * and the like), {@link rhumb.controller.intent.QueueIntent} and {@link
 * rhumb.controller.intent.TenantIntent} (what uplinks do with classes and customers), {@link
 * rhumb.controller.intent.ClassifyIntent}, {@link rhumb.controller.intent.Topology}.
 */
@NullMarked
package rhumb.controller.intent;

import org.jspecify.annotations.NullMarked;
