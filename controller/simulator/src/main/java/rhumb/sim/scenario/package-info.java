/**
 * What a run shall be: PoPs, links, streams, a timeline of faults and what is expected, read from a
 * text file that {@code docs/scenarios.md} describes.
 *
 * <p>Pure: text in, values out. Knows neither files nor how a run is driven; the values say what
 * shall happen, the engines make it happen.
 *
 * <p>Reading order: {@link rhumb.sim.scenario.Scenario} and the records it holds; {@link
 * rhumb.sim.scenario.ScenarioParser} and the statements it hands lines to ({@link
 * rhumb.sim.scenario.TopologyLines}, {@link rhumb.sim.scenario.StreamLines}, {@link
 * rhumb.sim.scenario.TimelineLines}, {@link rhumb.sim.scenario.ExpectLines}); {@link
 * rhumb.sim.scenario.LinkWord} and {@link rhumb.sim.scenario.LinkEdit} for what a link may do;
 * {@link rhumb.sim.scenario.ScenarioError} for what is said about mistakes.
 */
@NullMarked
package rhumb.sim.scenario;

import org.jspecify.annotations.NullMarked;
