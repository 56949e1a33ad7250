/**
 * Sockets and threads of the probe agent: {@link rhumb.probe.io.ProbeLoop} owns the core and the
 * STAMP sockets, {@link rhumb.probe.io.AgentProcess} joins it with the controller and with the
 * forwarder beside it.
 */
@NullMarked
package rhumb.probe.io;

import org.jspecify.annotations.NullMarked;
