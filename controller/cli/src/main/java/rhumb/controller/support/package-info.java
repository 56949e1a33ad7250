/**
 * What may leave a machine in a support bundle. {@link rhumb.controller.support.Redaction} says
 * which parts of a configuration and of text are kept; {@link rhumb.controller.support.TarWriter}
 * packs them. Nothing here reads a file: what is handed over is all there is.
 */
@NullMarked
package rhumb.controller.support;

import org.jspecify.annotations.NullMarked;
