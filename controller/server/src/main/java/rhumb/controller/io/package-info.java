/**
 * The controller's contact with the world: threads, sockets, clocks, configuration and metrics.
 * Decides nothing about links, paths or rules. {@code rhumb.controller.Controller} puts it
 * together.
 *
 * <p>Threads: one runs the core and all sessions ({@link rhumb.controller.io.CoreLoop}); gRPC's
 * only post to it; netty's one answers operators from immutable views. Reading order: {@link
 * rhumb.controller.io.ControllerConfig}, {@link rhumb.controller.io.CoreLoop}, {@link
 * rhumb.controller.io.Sessions}, {@link rhumb.controller.io.Reading}, {@link
 * rhumb.controller.io.NorthboundServer}, {@link rhumb.controller.io.NorthboundHandler}, {@link
 * rhumb.controller.io.ControllerMetric}, {@link rhumb.controller.io.ControllerMetrics}.
 */
@NullMarked
package rhumb.controller.io;

import org.jspecify.annotations.NullMarked;
