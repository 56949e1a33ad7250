package rhumb.controller.cluster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.controller.consensus.Entry;
import rhumb.controller.consensus.RaftCore;
import rhumb.host.RecordFile;

/**
 * What a member must not forget, on disk: its term, its vote, and the entries.
 *
 * <pre>
 * record   1 byte kind   then
 * vote     1             term 8, vote 4
 * entry    2             index of the entry before it 8, term 8, payload: takes the place of all
 *                        entries after that index
 * </pre>
 */
final class RaftJournal implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RaftJournal.class);
    private static final String FILE = "cluster.journal";
    private static final byte VOTE = 1;
    private static final byte ENTRY = 2;
    private static final int VOTE_BYTES = 1 + Long.BYTES + Integer.BYTES;
    private static final int ENTRY_BYTES = 1 + 2 * Long.BYTES;

    private final RecordFile records;
    private final RaftCore.Kept kept;
    private boolean complained;

    private RaftJournal(RecordFile records, RaftCore.Kept kept) {
        this.records = records;
        this.kept = kept;
    }

    /**
     * Opens the journal in a folder, and reads it.
     *
     * @param maxPayload longest payload of an entry
     * @throws IOException when it cannot be had or is damaged, saying what to do
     */
    static RaftJournal open(Path folder, int maxPayload) throws IOException {
        Reading reading = new Reading();
        RecordFile records =
                RecordFile.open(folder.resolve(FILE), ENTRY_BYTES + maxPayload, reading::take);
        return new RaftJournal(
                records, new RaftCore.Kept(reading.term, reading.vote, reading.entries));
    }

    private static final class Reading {
        private final List<Entry> entries = new ArrayList<>();
        private long term;
        private int vote;

        void take(ByteBuffer body) {
            byte kind = body.get();
            if (kind == VOTE && body.remaining() == VOTE_BYTES - 1) {
                term = body.getLong();
                vote = body.getInt();
            } else if (kind == ENTRY && body.remaining() >= ENTRY_BYTES - 1) {
                long after = body.getLong();
                long entryTerm = body.getLong();
                if (after < 0 || after > entries.size()) {
                    throw new IllegalArgumentException("an entry after one that is not there");
                }
                byte[] payload = new byte[body.remaining()];
                body.get(payload);
                entries.subList((int) after, entries.size()).clear();
                entries.add(new Entry(entryTerm, payload));
            } else {
                throw new IllegalArgumentException("a record of kind " + kind);
            }
        }
    }

    /** What was in it when it was opened. */
    RaftCore.Kept kept() {
        return kept;
    }

    /** Whether it is on disk. */
    boolean save(long term, int vote) {
        return write(
                List.of(
                        ByteBuffer.allocate(VOTE_BYTES)
                                .put(VOTE)
                                .putLong(term)
                                .putInt(vote)
                                .array()));
    }

    /** Whether they are on disk, in place of all after an index. */
    boolean append(long after, List<Entry> entries) {
        List<byte[]> bodies = new ArrayList<>();
        long before = after;
        for (Entry entry : entries) {
            bodies.add(
                    ByteBuffer.allocate(ENTRY_BYTES + entry.payload().length)
                            .put(ENTRY)
                            .putLong(before++)
                            .putLong(entry.term())
                            .put(entry.payload())
                            .array());
        }
        return write(bodies);
    }

    private boolean write(List<byte[]> bodies) {
        try {
            records.write(bodies);
            complained = false;
            return true;
        } catch (IOException e) {
            if (!complained) {
                complained = true;
                log.error("cluster-not-kept: this controller agrees to nothing until it can", e);
            }
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
