/**
 * How links treat code points, in the words that agent, forwarder and controller share: the map of
 * one direction, its name after RFC 9435, and which code point to write instead of one that does
 * not survive. Pure values; knows nothing of how a map is measured.
 *
 * <p>Reading order: {@link rhumb.southbound.dscp.CodePointMap}, {@link
 * rhumb.southbound.dscp.Remarking}, {@link rhumb.southbound.dscp.Behaviour}, {@link
 * rhumb.southbound.dscp.OuterMarking}.
 */
@NullMarked
package rhumb.southbound.dscp;

import org.jspecify.annotations.NullMarked;
