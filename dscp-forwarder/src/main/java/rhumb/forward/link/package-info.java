/**
 * What is written and counted per link: {@link rhumb.forward.link.LinkSendState} on the way out,
 * {@link rhumb.forward.link.LinkReceiveState} on the way in, and {@link
 * rhumb.forward.link.LinkReports} between the two ends and to the agent. State lives by link and
 * outlives FIB updates. Nothing here judges a link.
 */
@NullMarked
package rhumb.forward.link;

import org.jspecify.annotations.NullMarked;
