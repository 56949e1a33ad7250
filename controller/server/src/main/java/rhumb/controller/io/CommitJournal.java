package rhumb.controller.io;

import java.io.IOException;
import java.nio.file.Path;
import rhumb.controller.commit.Commit;
import rhumb.controller.commit.Commits;
import rhumb.host.RecordFile;

/**
 * Commits on the disk of a controller that is alone: a {@link RecordFile} of {@link CommitText}.
 */
final class CommitJournal implements CommitStore {
    private static final String FILE = "intent.journal";

    private final RecordFile records;
    private final Commits read;

    private CommitJournal(RecordFile records, Commits read) {
        this.records = records;
        this.read = read;
    }

    /**
     * Opens the journal in a folder, which is made when it is not there, and reads it.
     *
     * @param none what holds without it
     * @throws IOException when it cannot be had or is damaged, saying what to do
     */
    static CommitJournal open(Path folder, Commits none) throws IOException {
        Commits[] read = {none};
        RecordFile records =
                RecordFile.open(
                        folder.resolve(FILE),
                        CommitText.MAX_BYTES,
                        body -> read[0] = CommitText.applied(read[0], body));
        return new CommitJournal(records, read[0]);
    }

    /** What was in it when it was opened. */
    Commits read() {
        return read;
    }

    @Override
    public void add(Commit commit) throws IOException {
        records.write(CommitText.of(commit));
    }

    @Override
    public void addConfirmed(long number) throws IOException {
        records.write(CommitText.ofConfirmed(number));
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
