package rhumb.forward.io;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import rhumb.forward.fib.FibPath;
import rhumb.forward.fib.FibRoute;
import rhumb.forward.path.PathSelector;
import rhumb.forward.pipeline.PacketCounters;
import rhumb.forward.wire.DropReason;
import rhumb.southbound.message.RuleAck;

/**
 * What the packet thread tells the Flight Recorder of the JVM. While nobody records, each method is
 * one look at a field; nothing is allocated. Belongs to the packet thread.
 */
final class FlightEvents {
    @Name("rhumb.RuleInstall")
    @Label("Rule install")
    @Category("Rhumb")
    @Description("The controller's rules were taken or refused")
    @StackTrace(false)
    static final class RuleInstall extends Event {
        @Label("Epoch")
        long epoch;

        @Label("Refused because")
        String reason = "";
    }

    @Name("rhumb.PathSwitch")
    @Label("Path switch")
    @Category("Rhumb")
    @Description("Packets of a route take another path from now on")
    @StackTrace(false)
    static final class PathSwitch extends Event {
        @Label("Number of the PoP at the end")
        int pop;

        @Label("Class")
        String trafficClass = "";

        @Label("From")
        String from = "";

        @Label("To")
        String to = "";

        @Label("Cause")
        String cause = "";
    }

    @Name("rhumb.Drops")
    @Label("Drops")
    @Category("Rhumb")
    @Description("Packets dropped for one reason since the last such event, a second or more")
    @StackTrace(false)
    static final class Drops extends Event {
        @Label("Reason")
        String reason = "";

        @Label("Packets")
        long packets;
    }

    @Name("rhumb.Batch")
    @Label("Batch")
    @Category("Rhumb")
    @Description("Datagrams handled in one turn of the packet thread")
    @StackTrace(false)
    static final class Batch extends Event {
        @Label("Datagrams")
        int datagrams;
    }

    private final long[] dropped = new long[DropReason.values().length];
    private int datagrams;

    void onRules(RuleAck ack) {
        if (FlightRecorder.isInitialized()) {
            RuleInstall event = new RuleInstall();
            event.epoch = (ack.accepted() ? ack.installed() : ack.refused()).counter();
            event.reason = ack.reason();
            event.commit();
        }
    }

    void onSwitch(FibRoute route, FibPath from, FibPath to, PathSelector.Cause cause) {
        if (FlightRecorder.isInitialized()) {
            PathSwitch event = new PathSwitch();
            event.pop = route.pop();
            event.trafficClass = route.trafficClass().label();
            event.from = from.rule().labels().toString();
            event.to = to.rule().labels().toString();
            event.cause = cause.name();
            event.commit();
        }
    }

    /** About once a second. */
    void onClock(PacketCounters counters) {
        if (!FlightRecorder.isInitialized()) {
            return;
        }
        for (DropReason reason : DropReason.values()) {
            long now = counters.drops(reason);
            long before = dropped[reason.ordinal()];
            dropped[reason.ordinal()] = now;
            if (now > before) {
                Drops event = new Drops();
                event.reason = reason.label();
                event.packets = now - before;
                event.commit();
            }
        }
    }

    void onDatagram() {
        datagrams++;
    }

    /** A turn of the thread begins. */
    void onTurn() {
        if (datagrams > 0 && FlightRecorder.isInitialized()) {
            Batch event = new Batch();
            event.datagrams = datagrams;
            event.commit();
        }
        datagrams = 0;
    }
}
