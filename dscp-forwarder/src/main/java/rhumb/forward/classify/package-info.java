/**
 * From what a packet shows when it enters to the class it gets. {@link
 * rhumb.forward.classify.Classifier} knows the code point only; {@link
 * rhumb.forward.classify.MediaClassifier} also RTP and the rules of the packet's service, with
 * {@link rhumb.forward.classify.RtpHeader} and {@link rhumb.forward.classify.KeyFrameSign} reading
 * the bytes. Payloads are read where the rules say that they are not encrypted; {@code docs/qos.md}
 * says what can be seen when.
 */
@NullMarked
package rhumb.forward.classify;

import org.jspecify.annotations.NullMarked;
