/**
 * A WAN of PoPs on one machine: the real agents, forwarders and controller on real sockets, an
 * emulated WAN between them, real media across it.
 *
 * <p>Reading order: {@link rhumb.lab.Lab} is the command, {@link rhumb.lab.LabOverlay} starts and
 * breaks things, {@link rhumb.lab.LabMedia} plays, {@link rhumb.lab.LabRun} is one run from start
 * to report, {@link rhumb.lab.LabScreen} shows it; {@code rhumb.lab.wan} is the WAN.
 */
@NullMarked
package rhumb.lab;

import org.jspecify.annotations.NullMarked;
