/** The entries that a controller installs in a forwarder. */
@NullMarked
package rhumb.southbound.rule;

import org.jspecify.annotations.NullMarked;
