/**
 * The overlay header and the payloads of its control types, byte by byte, as {@code
 * docs/protocol/overlay-header.md} draws them.
 *
 * <p>Static accessors over a big-endian ByteBuffer with absolute indexes; no objects. Only {@link
 * rhumb.forward.wire.OverlayHeader#check} looks at lengths: call it first, the others trust it.
 * {@link rhumb.forward.wire.DropReason} is the closed list of why a packet goes no further.
 */
@NullMarked
package rhumb.forward.wire;

import org.jspecify.annotations.NullMarked;
