package rhumb.controller.history.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.controller.history.Retention;
import rhumb.controller.history.Segment;
import rhumb.host.RecordFile;
import rhumb.host.RecordScan;

/**
 * Records in files {@code NAME-NUMBER-TIME.rec} of one folder: the newest is added to, the oldest
 * go. Nothing is made before there is something to keep. Damage costs what lies behind it in its
 * file and nothing else. Owned by one thread.
 */
final class SegmentFiles implements AutoCloseable {
    private static final byte[] NONE = new byte[0];
    private static final Logger log = LoggerFactory.getLogger(SegmentFiles.class);

    private final Path folder;
    private final String name;
    private final int maxBytes;
    private final Retention retention;
    private final List<Segment> segments = new ArrayList<>();
    private @Nullable RecordFile active;
    private long newestUnixMs = Long.MIN_VALUE;
    private long damaged;

    private SegmentFiles(Path folder, String name, int maxBytes, Retention retention) {
        this.folder = folder;
        this.name = name;
        this.maxBytes = maxBytes;
        this.retention = retention;
    }

    /**
     * Looks what there is.
     *
     * @param maxBytes longest record
     * @throws IOException when the folder cannot be read
     */
    static SegmentFiles open(Path folder, String name, int maxBytes, Retention retention)
            throws IOException {
        SegmentFiles files = new SegmentFiles(folder, name, maxBytes, retention);
        Pattern pattern = Pattern.compile(Pattern.quote(name) + "-(\\d{10})-(\\d{13})\\.rec");
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path file : all) {
                Matcher matcher = pattern.matcher(String.valueOf(file.getFileName()));
                if (matcher.matches()) {
                    files.segments.add(
                            new Segment(
                                    Long.parseLong(matcher.group(1)),
                                    Long.parseLong(matcher.group(2)),
                                    Files.size(file)));
                }
            }
        } catch (NoSuchFileException e) {
            return files;
        }
        files.segments.sort(Comparator.comparingLong(Segment::number));
        if (!files.segments.isEmpty()) {
            files.newestUnixMs = files.segments.getLast().fromUnixMs();
            files.active = files.reopened();
        }
        return files;
    }

    /** Oldest first. */
    List<Segment> segments() {
        return List.copyOf(segments);
    }

    long bytes() {
        return segments.stream().mapToLong(Segment::bytes).sum();
    }

    /** Times that something damaged was left behind or passed over. */
    long damaged() {
        return damaged;
    }

    /** A record of this time was read. */
    void seen(long unixMs) {
        newestUnixMs = Math.max(newestUnixMs, unixMs);
    }

    /** Where a record lies. */
    record Place(long segment, long at) {}

    /**
     * Adds records, all or none; they are on disk then.
     *
     * @param unixMs no record is later
     * @return where the first one's body begins
     * @throws IOException when the disk does not take them
     */
    Place add(List<byte[]> records, long unixMs) throws IOException {
        long more = records.stream().mapToLong(RecordFile::bytes).sum();
        RecordFile file = active(more, unixMs);
        Place place = new Place(segments.getLast().number(), file.bytes() + RecordFile.bytes(NONE));
        try {
            file.write(records);
        } catch (IOException e) {
            abandon();
            throw e;
        }
        seen(unixMs);
        grown(file.bytes());
        return place;
    }

    private void grown(long bytes) {
        Segment last = segments.removeLast();
        segments.add(new Segment(last.number(), last.fromUnixMs(), bytes));
    }

    /**
     * Makes room for records that are added next.
     *
     * @return number of the segment that they will be in
     */
    long prepare(long bytes, long unixMs) throws IOException {
        active(bytes, unixMs);
        return segments.getLast().number();
    }

    /** Deletes what is too old or too much. */
    void retain(long nowUnixMs) throws IOException {
        for (int drop = retention.drop(segments, nowUnixMs); drop > 0; drop--) {
            Files.deleteIfExists(file(segments.getFirst()));
            segments.removeFirst();
        }
    }

    /** Reads a segment as far as it is sound. */
    void read(Segment segment, RecordScan.Taker taker) throws IOException {
        long sound = RecordScan.read(file(segment), maxBytes, taker);
        if (sound < segment.bytes()) {
            damaged++;
            log.warn(
                    "history-damaged file={} at={}: the rest is passed over", file(segment), sound);
        }
    }

    /** To read parts of a segment. */
    FileChannel channel(long number) throws IOException {
        for (Segment segment : segments) {
            if (segment.number() == number) {
                return FileChannel.open(file(segment));
            }
        }
        throw new NoSuchFileException(name + " " + number);
    }

    private RecordFile active(long more, long unixMs) throws IOException {
        RecordFile file = active;
        if (file == null && !segments.isEmpty()) {
            file = reopened();
        }
        if (file != null) {
            boolean full = file.bytes() > 0 && file.bytes() + more > retention.segmentBytes();
            boolean old = unixMs - segments.getLast().fromUnixMs() > retention.segmentMs();
            if (!full && !old) {
                active = file;
                return file;
            }
            file.close();
            active = null;
        }
        long number = segments.isEmpty() ? 1 : segments.getLast().number() + 1;
        Segment next = new Segment(number, Math.max(newestUnixMs, unixMs), 0);
        file = RecordFile.open(file(next), maxBytes, body -> {});
        segments.add(next);
        active = file;
        return file;
    }

    /** The newest file, without what was not written whole; null when it is damaged. */
    private @Nullable RecordFile reopened() {
        Segment last = segments.getLast();
        try {
            RecordFile file = RecordFile.open(file(last), maxBytes, body -> {});
            grown(file.bytes());
            return file;
        } catch (IOException e) {
            damaged++;
            log.warn("history-left reason=\"{}\"", e.getMessage());
            return null;
        }
    }

    private void abandon() {
        try {
            close();
        } catch (IOException e) {
            log.debug("history-close", e);
        }
    }

    private Path file(Segment segment) {
        return folder.resolve(
                String.format(
                        Locale.ROOT,
                        "%s-%010d-%013d.rec",
                        name,
                        segment.number(),
                        segment.fromUnixMs()));
    }

    @Override
    public void close() throws IOException {
        RecordFile file = active;
        active = null;
        if (file != null) {
            file.close();
        }
    }
}
