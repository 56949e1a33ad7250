/**
 * Media to send: shipped samples played in endless loops, generated packets for everything else,
 * and the parser that cuts an FLV stream into tags again.
 *
 * <p>Deterministic cores: a source says when its next packet is due and gives its bytes. Sources
 * know neither sockets nor overlay headers. {@code docs/media-samples.md} says how the samples were
 * made.
 *
 * <p>Reading order: {@link rhumb.sim.media.PacketSource}; {@link rhumb.sim.media.RtpDump} and
 * {@link rhumb.sim.media.RtpLoop}; {@link rhumb.sim.media.Payload}; {@link
 * rhumb.sim.media.FlvTags}, {@link rhumb.sim.media.FlvSample} and {@link rhumb.sim.media.FlvLoop};
 * {@link rhumb.sim.media.Samples} gives the source for a stream.
 */
@NullMarked
package rhumb.sim.media;

import org.jspecify.annotations.NullMarked;
