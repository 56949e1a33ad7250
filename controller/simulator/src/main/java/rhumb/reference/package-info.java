/**
 * The pages below docs/reference, made of the code that they describe: {@code rhumb reference}. It
 * lies in this module because this one sees the commands, the configurations and the closed lists
 * of all processes. ReferenceTest fails when a page no longer says what the code does.
 *
 * <p>Reading order: {@code Reference} is the command, {@code Page} lists the pages.
 */
@NullMarked
package rhumb.reference;

import org.jspecify.annotations.NullMarked;
