/**
 * Forward repair over GF(2^8): {@link rhumb.forward.fec.Gf256} adds and scales bytes, {@link
 * rhumb.forward.fec.RlcCoefficients} gives the coefficients of a repair packet from its key (RFC
 * 8681 section 3.6, TinyMT32 of RFC 8682), {@link rhumb.forward.fec.RlcDecoder} solves for what is
 * missing.
 *
 * <p>Knows symbols (runs of bytes) and their numbers; nothing of packets, links or time. Departures
 * from RFC 8681: the payload ID travels in the overlay header, and symbols are as long as their
 * packet. Why this code and not Reed-Solomon blocks: {@code
 * docs/decisions/0010-sliding-window-repair.md}.
 */
@NullMarked
package rhumb.forward.fec;

import org.jspecify.annotations.NullMarked;
