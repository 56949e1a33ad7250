/**
 * In which order an uplink sends, and what it drops when it cannot. {@link
 * rhumb.forward.queue.UplinkScheduler} decides; {@link rhumb.forward.queue.PacketStore} holds the
 * bytes in slots made once, {@link rhumb.forward.queue.PhbQueue} their order within one behaviour.
 */
@NullMarked
package rhumb.forward.queue;

import org.jspecify.annotations.NullMarked;
