/** Three controllers as processes that die, stop and are cut off, and what PoPs see of it. */
@NullMarked
package rhumb.bench.cluster;

import org.jspecify.annotations.NullMarked;
