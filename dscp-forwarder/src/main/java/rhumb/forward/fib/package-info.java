/**
 * What the controller installed, made ready for the packet path.
 *
 * <p>{@link rhumb.forward.fib.RuleInstaller} takes updates, {@link rhumb.forward.fib.FibCheck}
 * refuses a wrong rule set whole, {@link rhumb.forward.fib.Fib} is the immutable result. Its
 * entries are made once per update and only read by the packet path; they know nothing of traffic,
 * health or time.
 */
@NullMarked
package rhumb.forward.fib;

import org.jspecify.annotations.NullMarked;
