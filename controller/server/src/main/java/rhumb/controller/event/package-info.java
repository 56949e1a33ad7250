/**
 * What operators hear of: events with a stable code, a cause and what to do, and the bounded log of
 * them. Knows nothing of how they are shown.
 */
@NullMarked
package rhumb.controller.event;

import org.jspecify.annotations.NullMarked;
