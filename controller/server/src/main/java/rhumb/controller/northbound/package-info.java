/**
 * What the controller answers to operators, version 1: from its view to JSON. Pure; the sockets are
 * in {@code rhumb.controller.io}. Names and units of fields are part of the API: a later version
 * adds, it never changes.
 */
@NullMarked
package rhumb.controller.northbound;

import org.jspecify.annotations.NullMarked;
