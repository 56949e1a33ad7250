/**
 * How links treat code points, measured in both directions by probes of a session of their own:
 * each goes out with one code point and asks its answer to come back with the same (Class of
 * Service TLV, RFC 8972 section 4.4). What the far end saw tells of the way there, what arrives
 * here of the way back.
 *
 * <p>These probes are few: one for every {@value rhumb.probe.dscp.CodePointProbing#SHARE} ordinary
 * ones, in rotation over links and over the code points in use. A sweep tries all 64 on one link;
 * only one link is swept at a time. Their sessions have the top bit of the identifier set, so that
 * the far end does not take them for probes that judge the link.
 *
 * <p>Limits: probes take one path of several that a network may share load over, and say nothing of
 * the others. Knows no targets and no judgement of links. Owned by the agent's one thread.
 *
 * <p>Reading order: {@link rhumb.probe.dscp.CodePointProbing} (what is sent when and who is told),
 * {@code Sweep}, {@link rhumb.probe.dscp.LinkCodePoints} (one link: what became of each probe),
 * {@code Treatment} (one direction), {@code Tally} and {@code Chance} (worse than others?).
 */
@NullMarked
package rhumb.probe.dscp;

import org.jspecify.annotations.NullMarked;
