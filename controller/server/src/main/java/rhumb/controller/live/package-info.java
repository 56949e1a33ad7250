/**
 * What the page of operators is told while it is open: a moment of the overlay for one class, and
 * what differs from an earlier moment. Pure; the sockets are {@code
 * rhumb.controller.io.LiveFeed}'s, the page is in the resources. In this order: {@link
 * rhumb.controller.live.MapMoment}, {@link rhumb.controller.live.MapText}.
 */
@NullMarked
package rhumb.controller.live;

import org.jspecify.annotations.NullMarked;
