/**
 * What waits before an uplink, and who is next: {@link rhumb.forward.queue.UplinkScheduler}, with a
 * queue for each behaviour and tenant in one store of fixed size. {@link
 * rhumb.forward.queue.QueuePlan} is what rules want of it, {@link
 * rhumb.forward.queue.QueueCounters} what it did. RFC 2597, RFC 3246 (behaviours), RFC 8289
 * (CoDel); departures: CoDel marks congestion for video but drops only elastic classes. The thread
 * of the uplink owns all of it.
 */
@NullMarked
package rhumb.forward.queue;

import org.jspecify.annotations.NullMarked;
