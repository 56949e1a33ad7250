@NullMarked
package rhumb.controller.cluster.share;

import org.jspecify.annotations.NullMarked;
