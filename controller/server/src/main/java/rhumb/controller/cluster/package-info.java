/**
 * The shell of a cluster of controllers: its configuration, its connections, what a member keeps on
 * disk, and the thread that owns {@link rhumb.controller.consensus.RaftCore}.
 */
@NullMarked
package rhumb.controller.cluster;

import org.jspecify.annotations.NullMarked;
