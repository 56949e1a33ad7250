/**
 * The messages of the contract. Each says how it merges with an older one that was not sent yet, so
 * that a slow peer costs bounded memory and gets the newest state.
 */
@NullMarked
package rhumb.southbound.message;

import org.jspecify.annotations.NullMarked;
