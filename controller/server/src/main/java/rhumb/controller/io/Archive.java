package rhumb.controller.io;

import org.jspecify.annotations.Nullable;
import rhumb.controller.history.io.HistoryDesk;
import rhumb.controller.replay.Tap;
import rhumb.controller.replay.io.TapeDesk;
import rhumb.host.config.ByteSize;

/** What a controller keeps for people: its history and, where it is asked for, recordings. */
public final class Archive implements AutoCloseable {
    private final HistoryDesk history;
    private final @Nullable TapeDesk tape;

    private Archive(HistoryDesk history, @Nullable TapeDesk tape) {
        this.history = history;
        this.tape = tape;
    }

    /** As it is configured. */
    public static Archive open(ControllerConfig config) {
        ByteSize room = config.history().record();
        return new Archive(
                HistoryDesk.open(config.state(), config.history()),
                room == null || config.state() == null
                        ? null
                        : TapeDesk.open(config.state(), room.bytes()));
    }

    public HistoryDesk history() {
        return history;
    }

    /** Who records. */
    public Tap tap() {
        return tape == null ? Tap.NONE : tape;
    }

    @Override
    public void close() {
        history.close();
        if (tape != null) {
            tape.close();
        }
    }
}
