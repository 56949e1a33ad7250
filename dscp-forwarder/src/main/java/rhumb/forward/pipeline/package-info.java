/**
 * The checklist that each datagram from another PoP passes, and what is counted. {@link
 * rhumb.forward.pipeline.PacketPipeline} only judges and rewrites the header; the forwarder core
 * does what the verdict says.
 */
@NullMarked
package rhumb.forward.pipeline;

import org.jspecify.annotations.NullMarked;
