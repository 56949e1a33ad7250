/**
 * The overlay, its paths and its rules in the words of ONOS, and policy given in these words.
 *
 * <p>The only package that may name {@code org.onosproject}; no type of ONOS appears in a signature
 * of another one. It reads {@link rhumb.controller.ControllerView}s and hands {@link
 * rhumb.controller.onos.OnosPolicy} on: it decides nothing, starts no thread and opens no socket.
 * Any thread may call; a call reads one view from beginning to end. Of ONOS' own graph library it
 * uses the types alone: paths come from the planner, or from {@code rhumb.path}.
 *
 * <p>Reading order: {@link rhumb.controller.onos.OnosFace} (what applications get), {@code
 * OverlayIds} and {@code OverlayAnnotations} (names), {@code OverlaySnapshot} (one view as devices,
 * ports and links), {@code PlannedPaths} and {@code WeighedPaths}, the five services ({@code
 * DeviceReads}, {@code LinkReads}, {@code TopologyReads}, {@code PathReads}, {@code
 * FlowRuleTable}), {@code RuleWords} (rules out), {@code PinReader} and {@code SurchargeReader}
 * (policy in), {@code Changes} (events). The mapping is in {@code docs/onos.md}.
 */
@NullMarked
package rhumb.controller.onos;

import org.jspecify.annotations.NullMarked;
