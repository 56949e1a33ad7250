@NullMarked
package rhumb.host.session;

import org.jspecify.annotations.NullMarked;
