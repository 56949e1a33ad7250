package rhumb.controller.history.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rhumb.controller.history.Block;
import rhumb.controller.history.LinkNames;
import rhumb.controller.history.Retention;
import rhumb.controller.history.Segment;
import rhumb.controller.history.SpanTaker;
import rhumb.host.RecordFile;
import rhumb.net.LinkId;

/**
 * Minutes of links on disk. Each segment begins with the names of the links; of a block only the
 * part of the link that is asked for is read. Owned by one thread.
 */
final class LinkStore implements AutoCloseable {
    private static final int MAX_RECORD_BYTES = 1 << 28;
    private static final int MAX_PART_BYTES = 1 << 16;

    /** Where a block is. */
    private record Entry(long segment, long at, Block.Head head, LinkNames names) {}

    private final SegmentFiles files;
    private final List<Entry> entries = new ArrayList<>();
    private @Nullable LinkNames written;
    private long writtenIn;
    private long refused;

    private LinkStore(SegmentFiles files) {
        this.files = files;
    }

    /**
     * Reads what there is, to know where it is.
     *
     * @throws IOException when the folder cannot be read
     */
    static LinkStore open(Path folder, Retention retention) throws IOException {
        LinkStore store =
                new LinkStore(SegmentFiles.open(folder, "links", MAX_RECORD_BYTES, retention));
        for (Segment segment : store.files.segments()) {
            store.written = null;
            store.files.read(segment, (at, body) -> store.index(segment.number(), at, body));
            store.writtenIn = segment.number();
        }
        return store;
    }

    private void index(long segment, long at, ByteBuffer body) {
        LinkNames names = LinkNames.decode(body.duplicate());
        if (names != null) {
            written = names;
            return;
        }
        Block.Head head = Block.head(body);
        LinkNames of = written;
        boolean fits =
                head != null
                        && of != null
                        && of.size() == head.links()
                        && head.partsAt() <= body.remaining();
        if (head == null || of == null || !fits) {
            refused++;
            return;
        }
        entries.add(new Entry(segment, at, head, of));
        files.seen(head.untilUnixS() * 1_000);
    }

    /**
     * Keeps a block.
     *
     * @throws IOException when the disk does not take it
     */
    void add(Block block) throws IOException {
        byte[] names = block.names().encode();
        long unixMs = block.head().untilUnixS() * 1_000;
        long room = RecordFile.bytes(names) + RecordFile.bytes(block.record());
        long segment = files.prepare(room, unixMs);
        LinkNames last = written;
        boolean told =
                last != null && writtenIn == segment && last.links().equals(block.names().links());
        List<byte[]> records = told ? List.of(block.record()) : List.of(names, block.record());
        SegmentFiles.Place place = files.add(records, unixMs);
        long at = told ? place.at() : place.at() + RecordFile.bytes(names);
        written = told ? last : block.names();
        writtenIn = segment;
        LinkNames of = told && last != null ? last : block.names();
        entries.add(new Entry(segment, at, block.head(), of));
    }

    void retain(long nowUnixMs) throws IOException {
        files.retain(nowUnixMs);
        long first = files.segments().isEmpty() ? 0 : files.segments().getFirst().number();
        entries.removeIf(entry -> entry.segment < first);
    }

    /** Gives the minutes of a link that are in or near a time. */
    void minutes(LinkId link, long sinceUnixS, long untilUnixS, SpanTaker taker)
            throws IOException {
        Map<Long, FileChannel> open = new HashMap<>();
        try {
            for (Entry entry : entries) {
                int index = entry.names.index(link);
                boolean wanted =
                        entry.head.untilUnixS() > sinceUnixS && entry.head.fromUnixS() < untilUnixS;
                if (index < 0 || !wanted) {
                    continue;
                }
                FileChannel channel = open.get(entry.segment);
                if (channel == null) {
                    channel = files.channel(entry.segment);
                    open.put(entry.segment, channel);
                }
                part(channel, entry, index, taker);
            }
        } finally {
            for (FileChannel channel : open.values()) {
                channel.close();
            }
        }
    }

    private void part(FileChannel channel, Entry entry, int index, SpanTaker taker)
            throws IOException {
        int before = index == 0 ? 0 : Integer.BYTES;
        ByteBuffer ends =
                bytes(
                        channel,
                        entry.at + entry.head.endsAt(index) - before,
                        before + Integer.BYTES);
        if (ends.remaining() < before + Integer.BYTES) {
            refused++;
            return;
        }
        int begin = index == 0 ? 0 : ends.getInt();
        int length = ends.getInt() - begin;
        boolean sound =
                begin >= 0
                        && length >= 0
                        && length <= MAX_PART_BYTES
                        && Block.spans(
                                entry.head,
                                bytes(channel, entry.at + entry.head.partsAt() + begin, length),
                                taker);
        refused += sound ? 0 : 1;
    }

    private static ByteBuffer bytes(FileChannel channel, long at, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && channel.read(bytes, at + bytes.position()) >= 0) {}
        return bytes.flip();
    }

    /** Whether there is something of a time. */
    boolean any(long sinceUnixS, long untilUnixS) {
        return entries.stream()
                .map(Entry::head)
                .anyMatch(head -> head.untilUnixS() > sinceUnixS && head.fromUnixS() < untilUnixS);
    }

    /** Whether there is something of a link. */
    boolean knows(LinkId link) {
        return entries.stream().anyMatch(entry -> entry.names.index(link) >= 0);
    }

    /** Blocks or parts that this version does not understand, each time they are read. */
    long refused() {
        return refused;
    }

    long damaged() {
        return files.damaged();
    }

    long bytes() {
        return files.bytes();
    }

    @Override
    public void close() throws IOException {
        files.close();
    }
}
