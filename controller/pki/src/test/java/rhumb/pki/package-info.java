@NullMarked
package rhumb.pki;

import org.jspecify.annotations.NullMarked;
