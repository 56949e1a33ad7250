/**
 * Traces of paths: packets that go the way of media and are answered by each PoP on it. Knows hops
 * by the number of links to them, and no rules, keys or queues. Read {@link
 * rhumb.forward.trace.TraceRun}, then {@link rhumb.forward.trace.AnswerAllowance}.
 */
@NullMarked
package rhumb.forward.trace;

import org.jspecify.annotations.NullMarked;
