/** Greeting, heartbeats, reconnection and the outbox, without any input or output of their own. */
@NullMarked
package rhumb.southbound.session;

import org.jspecify.annotations.NullMarked;
