/**
 * The controller's core: what comes from agents and forwarders in, what they shall do out.
 *
 * <p>Deterministic and without any input or output of its own; shells call it with the time.
 * Reading order: {@link rhumb.controller.ControllerCore} is everything at a glance; {@link
 * rhumb.controller.Startup} says what it waits for before it pushes anything, {@link
 * rhumb.controller.Trigger} when it plans, {@link rhumb.controller.RulePush} what it sends, {@link
 * rhumb.controller.Adoption} how it takes over what forwarders run, {@link
 * rhumb.controller.TraceLedger} and {@link rhumb.controller.StageTimes} how long each step took,
 * {@link rhumb.controller.Announcer} what people are told, {@link rhumb.controller.ControllerView}
 * what others may read of it.
 */
@NullMarked
package rhumb.controller;

import org.jspecify.annotations.NullMarked;
