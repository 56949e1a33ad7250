package rhumb.controller.io;

import java.io.IOException;
import rhumb.controller.commit.Commit;

/** Where commits are kept. What was added is kept whatever happens then. */
interface CommitStore extends AutoCloseable {
    /**
     * Keeps a commit.
     *
     * @throws IOException when it is not kept, or nobody knows whether it is, saying so
     */
    void add(Commit commit) throws IOException;

    /** Keeps that a commit was confirmed; as {@link #add}. */
    void addConfirmed(long number) throws IOException;

    @Override
    void close() throws IOException;
}
