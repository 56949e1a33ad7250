package rhumb.controller.io;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import rhumb.controller.cluster.ClusterLoop;
import rhumb.controller.commit.Commit;

/** Commits on the disks of a majority of controllers. */
final class ClusterStore implements CommitStore {
    private static final long PATIENCE_S = 4;

    private final ClusterLoop cluster;

    ClusterStore(ClusterLoop cluster) {
        this.cluster = cluster;
    }

    @Override
    public void add(Commit commit) throws IOException {
        propose(CommitText.of(commit));
    }

    @Override
    public void addConfirmed(long number) throws IOException {
        propose(CommitText.ofConfirmed(number));
    }

    private void propose(byte[] text) throws IOException {
        try {
            cluster.propose(text).get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw new IOException(cause == null ? e.getMessage() : cause.getMessage(), e);
        } catch (TimeoutException e) {
            throw new IOException(
                    "no majority of controllers answered within "
                            + PATIENCE_S
                            + " s, and nobody knows yet whether it is committed: look with rhumb"
                            + " intent log",
                    e);
        }
    }

    @Override
    public void close() {
        cluster.close();
    }
}
