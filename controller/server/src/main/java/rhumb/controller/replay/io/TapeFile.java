package rhumb.controller.replay.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import rhumb.controller.history.PackedWriter;
import rhumb.controller.history.RecordException;
import rhumb.controller.io.YamlIntent;
import rhumb.controller.replay.CoreInput;
import rhumb.controller.replay.CoreOutput;
import rhumb.controller.replay.Tape;
import rhumb.host.RecordFile;
import rhumb.host.RecordScan;
import rhumb.host.config.ConfigText;

/** One recording: a core from its beginning on. */
final class TapeFile implements AutoCloseable {
    private static final int MAX_RECORD_BYTES = 1 << 28;
    private static final String PREFIX = "recording-";
    private static final String SUFFIX = ".tape";

    private final RecordFile file;
    private final Tape tape = new Tape();
    private PackedWriter waiting = new PackedWriter();

    private TapeFile(RecordFile file) {
        this.file = file;
    }

    /**
     * A new one; so many old ones are deleted that it may take {@code room} bytes.
     *
     * @throws IOException when the disk does not take it
     */
    static TapeFile begin(Path folder, long unixMs, long budgetBytes, long room)
            throws IOException {
        Files.createDirectories(folder);
        List<Path> old;
        try (Stream<Path> files = Files.list(folder)) {
            old = files.filter(TapeFile::isTape).sorted(Comparator.reverseOrder()).toList();
        }
        long kept = 0;
        for (Path path : old) {
            kept += Files.size(path);
            if (kept > budgetBytes - room) {
                Files.delete(path);
            }
        }
        Path path = folder.resolve(PREFIX + unixMs + SUFFIX);
        for (int n = 1; Files.exists(path); n++) {
            path = folder.resolve(PREFIX + unixMs + "-" + n + SUFFIX);
        }
        return new TapeFile(RecordFile.open(path, MAX_RECORD_BYTES, body -> {}));
    }

    private static boolean isTape(Path path) {
        String name = String.valueOf(path.getFileName());
        return name.startsWith(PREFIX) && name.endsWith(SUFFIX);
    }

    void add(CoreInput input) {
        tape.write(waiting, input, ConfigText::of);
    }

    void add(CoreOutput output) {
        tape.write(waiting, output);
    }

    /**
     * Writes what was added.
     *
     * @return how long the file is
     * @throws IOException when the disk does not take it
     */
    long flush() throws IOException {
        if (waiting.size() > 0) {
            file.write(waiting.bytes());
            waiting = new PackedWriter();
        }
        return file.bytes();
    }

    /**
     * Reads a recording.
     *
     * @return null when all of it was read; else why the rest was not
     * @throws IOException when the file cannot be read
     */
    static @Nullable String read(Path path, Tape.Taker taker) throws IOException {
        Tape tape = new Tape();
        String[] trouble = new String[1];
        long sound =
                RecordScan.read(
                        path,
                        MAX_RECORD_BYTES,
                        (at, body) -> {
                            if (trouble[0] == null) {
                                trouble[0] = part(tape, at, body, taker);
                            }
                        });
        if (trouble[0] == null && sound < Files.size(path)) {
            return "its last " + (Files.size(path) - sound) + " bytes were not written whole";
        }
        return trouble[0];
    }

    private static @Nullable String part(Tape tape, long at, ByteBuffer body, Tape.Taker taker) {
        try {
            tape.read(body, new YamlIntent(), taker);
            return null;
        } catch (RecordException e) {
            return "what follows byte " + at + " is not understood: " + e.reason();
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
