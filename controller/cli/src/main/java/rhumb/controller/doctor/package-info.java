/**
 * What {@code rhumb doctor} thinks of what it found: facts in, checks out. It looks at nothing
 * itself; {@code rhumb.controller.cli} gathers the {@link rhumb.controller.doctor.Facts}. {@link
 * rhumb.controller.doctor.Setup} reads from a configuration what is to be looked at.
 */
@NullMarked
package rhumb.controller.doctor;

import org.jspecify.annotations.NullMarked;
