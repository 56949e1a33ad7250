@NullMarked
package rhumb.controller.lsdb;

import org.jspecify.annotations.NullMarked;
