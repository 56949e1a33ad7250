/**
 * The doors of a server: who is let in before anything is known of them, and how many.
 *
 * <p>{@link rhumb.host.door.ConnectionBook} decides, {@link rhumb.host.door.CountedServerChannel}
 * asks it for each connection that netty takes, also below gRPC.
 */
@NullMarked
package rhumb.host.door;

import org.jspecify.annotations.NullMarked;
