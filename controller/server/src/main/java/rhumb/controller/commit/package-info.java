/**
 * What operators committed: revisions of the intent, each with who, when and why, and how to get
 * back. Decides; what is kept on disk and who runs it is the shell's ({@link
 * rhumb.controller.io.IntentKeeper}).
 */
@NullMarked
package rhumb.controller.commit;

import org.jspecify.annotations.NullMarked;
