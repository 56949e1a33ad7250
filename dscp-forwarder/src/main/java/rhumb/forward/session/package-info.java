/**
 * Who talks to whom: {@link rhumb.forward.session.SessionTable} where clients enter, {@link
 * rhumb.forward.session.EgressTable} beside the media server. Both are bounded and forget the idle;
 * a full table refuses newcomers and keeps what lives.
 */
@NullMarked
package rhumb.forward.session;

import org.jspecify.annotations.NullMarked;
