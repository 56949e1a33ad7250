@NullMarked
package rhumb.controller.cluster;

import org.jspecify.annotations.NullMarked;
