package rhumb.controller.replay;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import rhumb.controller.ControllerCore;
import rhumb.controller.ControllerOptions;
import rhumb.controller.event.Event;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.Topology;
import rhumb.net.PopId;
import rhumb.path.Workers;
import rhumb.southbound.message.Message;
import rhumb.southbound.message.Role;

/** The way into a core and out of it, past a {@link Tap}. Owned by the core's thread. */
public final class CoreDoor implements ControllerCore.Sink {
    private final ControllerOptions options;
    private final ControllerCore.Sink sink;
    private final Workers workers;
    private final Tap tap;
    private @Nullable ControllerCore core;

    /** By which that one began. */
    private @Nullable Intent begunBy;

    /** No core stands behind it yet. */
    public CoreDoor(ControllerOptions options, ControllerCore.Sink sink, Workers workers, Tap tap) {
        this.options = options;
        this.sink = sink;
        this.workers = workers;
        this.tap = tap;
    }

    /** A core, which takes the place of the one before. */
    public void begin(CoreInput.Begun begun) {
        tap.given(begun);
        Intent intent = begun.intent();
        Intent before = begunBy;
        boolean same =
                before != null
                        && intent.pops().equals(before.pops())
                        && intent.links().equals(before.links());
        Topology topology = same ? core().topology() : new Topology(intent);
        begunBy = intent;
        core =
                new ControllerCore(
                        intent, topology, options, this, workers, begun.nowNs(), begun.unixNs());
    }

    /** Gives it something. */
    public void give(CoreInput input) {
        tap.given(input);
        input.applyTo(core());
    }

    /** Gives it a greeting, and returns the answer. */
    public Message greet(CoreInput.Asking greeting) {
        tap.given(greeting);
        return greeting.applyTo(core());
    }

    /** What is given to the core without {@link #give} next. */
    public void note(CoreInput input) {
        tap.given(input);
    }

    /** The intent by which the core began, whatever it was given since; null before. */
    public @Nullable Intent begunBy() {
        return begunBy;
    }

    /** To read from. */
    public ControllerCore core() {
        return Objects.requireNonNull(core, "begin comes first");
    }

    @Override
    public void send(PopId pop, Role role, Message message) {
        tap.sent(pop, role, message);
        sink.send(pop, role, message);
    }

    @Override
    public void event(Event event) {
        tap.told(event);
        sink.event(event);
    }
}
