/** What is known of a link and how it is judged. */
@NullMarked
package rhumb.southbound.link;

import org.jspecify.annotations.NullMarked;
