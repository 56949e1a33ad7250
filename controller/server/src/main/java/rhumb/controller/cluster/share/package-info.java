/**
 * What controllers of a cluster share without agreeing on it, in Hazelcast: old or lost entries
 * cost time and nothing else (docs/cluster.md).
 */
@NullMarked
package rhumb.controller.cluster.share;

import org.jspecify.annotations.NullMarked;
