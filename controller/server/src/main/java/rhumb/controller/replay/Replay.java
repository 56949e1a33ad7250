package rhumb.controller.replay;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import rhumb.controller.ControllerCore;
import rhumb.controller.ControllerOptions;
import rhumb.controller.event.Event;
import rhumb.controller.event.EventCode;
import rhumb.net.PopId;
import rhumb.path.Workers;
import rhumb.southbound.message.Message;
import rhumb.southbound.message.Role;

/**
 * Gives a core what another one was given, and compares what it decides with what that one decided:
 * every event, and every message to the last byte.
 */
public final class Replay implements Tape.Taker {
    /** Hears what the core tells. */
    public interface Listener {
        /**
         * An event.
         *
         * @param sinceBeginNs by the core's clock, since it began
         */
        void event(long sinceBeginNs, Event event);
    }

    /** So many differences are told; all are counted. */
    private static final int TOLD = 20;

    private final Deque<CoreOutput> decided = new ArrayDeque<>();
    private final List<String> differences = new ArrayList<>();
    private final CoreDoor door;
    private final Listener listener;
    private long beganNs;
    private long nowNs;
    private long inputs;
    private long events;
    private long messages;
    private long moves;
    private long different;
    private boolean begun;

    /** Nothing was given yet. */
    public Replay(ControllerOptions options, Workers workers, Listener listener) {
        this.listener = listener;
        this.door = new CoreDoor(options, new Decisions(), workers, Tap.NONE);
    }

    private final class Decisions implements ControllerCore.Sink {
        @Override
        public void send(PopId pop, Role role, Message message) {
            messages++;
            decided.add(CoreOutput.of(pop, role, message));
        }

        @Override
        public void event(Event event) {
            events++;
            moves += event.code() == EventCode.PATH_MOVED ? 1 : 0;
            decided.add(CoreOutput.of(event));
            listener.event(nowNs - beganNs, event);
        }
    }

    @Override
    public void input(CoreInput input) {
        // What was decided before was compared as far as it was recorded.
        while (!decided.isEmpty()) {
            differ("decided now and not then: " + decided.removeFirst());
        }
        inputs++;
        nowNs = input.nowNs();
        if (input instanceof CoreInput.Begun first) {
            beganNs = first.nowNs();
            door.begin(first);
            begun = true;
        } else if (begun) {
            give(input);
        } else {
            differ("the recording does not begin at the beginning");
        }
    }

    private void give(CoreInput input) {
        try {
            door.give(input);
        } catch (IllegalArgumentException e) {
            // What was asked for was wrong then too, and nothing was done.
        }
    }

    @Override
    public void output(CoreOutput recorded) {
        CoreOutput now = decided.pollFirst();
        if (now == null) {
            differ("decided then and not now: " + recorded);
        } else if (!now.equals(recorded)) {
            boolean sameWords = now.toString().equals(recorded.toString());
            differ(
                    sameWords
                            ? "with other contents: " + recorded
                            : "then: " + recorded + "; now: " + now);
        }
    }

    private void differ(String text) {
        different++;
        if (differences.size() < TOLD) {
            differences.add(seconds() + " " + text);
        }
    }

    private String seconds() {
        long ms = (nowNs - beganNs) / 1_000_000;
        return ms / 1_000 + "." + String.valueOf(1_000 + ms % 1_000).substring(1);
    }

    /** How long it was, by the core's clock. */
    public long lengthNs() {
        return nowNs - beganNs;
    }

    public long inputs() {
        return inputs;
    }

    public long events() {
        return events;
    }

    public long messages() {
        return messages;
    }

    /** Events of moves. */
    public long moves() {
        return moves;
    }

    /** How many decisions were not as recorded. */
    public long different() {
        return different;
    }

    /** The first of them, each with its time. */
    public List<String> differences() {
        return List.copyOf(differences);
    }

    /** To look at what it knows in the end. */
    public ControllerCore core() {
        return door.core();
    }
}
