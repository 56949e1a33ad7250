package rhumb.controller.replay.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.controller.commit.CommitRefused;
import rhumb.controller.event.Event;
import rhumb.controller.io.YamlIntent;
import rhumb.controller.replay.CoreInput;
import rhumb.controller.replay.CoreOutput;
import rhumb.controller.replay.Tap;
import rhumb.host.Inbox;
import rhumb.host.config.ConfigText;
import rhumb.net.PopId;
import rhumb.southbound.message.Message;
import rhumb.southbound.message.Role;

/**
 * Writes recordings: one for each core, from its beginning until it is half as large as all may be
 * together. What waits is bound by {@value #WAITING} inputs and outputs; a recording with a hole is
 * worth nothing, so one ends where something did not fit, or where the disk did not take it.
 */
public final class TapeDesk implements Tap, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TapeDesk.class);
    private static final int WAITING = 1 << 16;
    private static final long TURN_MS = 200;
    private static final long PATIENCE_MS = 5_000;

    private sealed interface Piece {
        record Given(CoreInput input) implements Piece {}

        record Sent(PopId pop, Role role, Message message) implements Piece {}

        record Told(Event event) implements Piece {}
    }

    private final Path folder;
    private final long budgetBytes;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    work -> Thread.ofPlatform().daemon().name("controller-tape").unstarted(work));
    private final Inbox<Piece> pieces = new Inbox<>(WAITING, () -> {});

    /** The core's thread alone: something did not fit, so that nothing more is offered. */
    private boolean broken = true;

    private @Nullable TapeFile tape;

    private TapeDesk(Path folder, long budgetBytes) {
        this.folder = folder;
        this.budgetBytes = budgetBytes;
    }

    /**
     * Begins to record.
     *
     * @param state the folder of what the controller keeps
     * @param budgetBytes of all recordings together
     */
    public static TapeDesk open(Path state, long budgetBytes) {
        TapeDesk desk = new TapeDesk(state.resolve("history"), budgetBytes);
        desk.thread.scheduleWithFixedDelay(desk::turn, TURN_MS, TURN_MS, TimeUnit.MILLISECONDS);
        return desk;
    }

    @Override
    public void given(CoreInput input) {
        broken &= !(input instanceof CoreInput.Begun);
        offer(new Piece.Given(input));
    }

    @Override
    public void sent(PopId pop, Role role, Message message) {
        offer(new Piece.Sent(pop, role, message));
    }

    @Override
    public void told(Event event) {
        offer(new Piece.Told(event));
    }

    private void offer(Piece piece) {
        if (!broken && !pieces.offer(piece)) {
            broken = true;
            log.warn("recording-ends: the core is given more than can be written");
        }
    }

    private void turn() {
        try {
            pieces.drain(this::write);
            TapeFile now = tape;
            if (now != null && now.flush() > budgetBytes / 2) {
                end("it is as large as it may be (history: record)");
            }
        } catch (IOException e) {
            end(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            log.error("recording-failed", e);
            end("a mistake of the program");
        }
    }

    private void write(Piece piece) {
        switch (piece) {
            case Piece.Given(CoreInput.Begun begun) -> {
                begin(begun);
                add(begun);
            }
            case Piece.Given(CoreInput input) -> add(input);
            case Piece.Sent it -> add(CoreOutput.of(it.pop, it.role, it.message));
            case Piece.Told it -> add(CoreOutput.of(it.event));
        }
    }

    private void add(CoreInput input) {
        if (tape != null) {
            tape.add(input);
        }
    }

    private void add(CoreOutput output) {
        if (tape != null) {
            tape.add(output);
        }
    }

    private void begin(CoreInput.Begun begun) {
        shut();
        try {
            if (!new YamlIntent().intent(ConfigText.of(begun.intent())).equals(begun.intent())) {
                end("the intent cannot be written down");
                return;
            }
            tape =
                    TapeFile.begin(
                            folder, begun.unixNs() / 1_000_000L, budgetBytes, budgetBytes / 2);
        } catch (CommitRefused | IOException e) {
            end(String.valueOf(e.getMessage()));
        }
    }

    private void end(String reason) {
        shut();
        log.warn("recording-ends reason=\"{}\"", reason);
    }

    private void shut() {
        TapeFile now = tape;
        tape = null;
        if (now != null) {
            try {
                now.flush();
                now.close();
            } catch (IOException e) {
                log.debug("recording-close", e);
            }
        }
    }

    @Override
    public void close() {
        try {
            thread.execute(() -> {
                turn();
                shut();
            });
        } catch (RejectedExecutionException e) {
            return; // closed before
        }
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE_MS, TimeUnit.MILLISECONDS)) {
                log.warn("recording-not-closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
