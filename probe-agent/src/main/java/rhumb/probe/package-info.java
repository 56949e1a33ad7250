/**
 * The probe agent of a PoP: measures the links that start and end there and says how they are, to
 * the forwarder beside it and to the controller.
 *
 * <p>{@link rhumb.probe.AgentCore} is the whole agent without its sockets: deterministic, driven by
 * one thread. It knows neither paths nor rules nor forwarders' insides. {@code rhumb.probe.stamp}
 * turns packets into samples, {@code rhumb.probe.estimate} samples into a judgement, {@code
 * rhumb.probe.report} judgements into reports.
 *
 * <p>Reading order: {@link rhumb.probe.AgentCore}, {@link rhumb.probe.AgentOptions}, {@link
 * rhumb.probe.AgentCounters}; inside, {@code ProbeIntake}, {@code ProbedPair} and {@code
 * DeadlineHeap}.
 */
@NullMarked
package rhumb.probe;

import org.jspecify.annotations.NullMarked;
