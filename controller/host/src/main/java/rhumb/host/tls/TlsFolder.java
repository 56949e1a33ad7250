package rhumb.host.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A folder of {@link Credentials} that change while a process runs. New handshakes take what was
 * read last; what is wrong stays out, and what held goes on holding.
 */
public final class TlsFolder {

    /** One reading of the folder, numbered. */
    record Generation(long number, Credentials credentials) {}

    private final Path folder;
    private final Path revoked;
    private final List<Path> files;
    private int seen;
    private volatile Generation current;
    private volatile @Nullable Generation before;

    private TlsFolder(Path folder, Path revoked) throws TlsException {
        this.folder = folder;
        this.revoked = revoked;
        this.files =
                List.of(
                        folder.resolve(Credentials.AUTHORITIES),
                        folder.resolve(Credentials.CHAIN),
                        folder.resolve(Credentials.KEY),
                        revoked);
        this.seen = contents();
        this.current = new Generation(1, Credentials.load(folder, revoked));
    }

    /**
     * Reads a folder for the first time.
     *
     * @throws TlsException naming the file, what is wrong with it and what to do
     */
    public static TlsFolder open(Path folder) throws TlsException {
        return new TlsFolder(folder, folder.resolve(Credentials.REVOKED));
    }

    /** The same where revocation lists lie elsewhere. */
    public static TlsFolder open(Path folder, Path revoked) throws TlsException {
        return new TlsFolder(folder, revoked);
    }

    /** What holds now. */
    public Credentials credentials() {
        return current.credentials;
    }

    /**
     * Reads the files again if any of them changed since.
     *
     * @return whether something new holds
     * @throws TlsException the first time that new files are found wrong; the old ones hold on
     */
    public synchronized boolean refresh() throws TlsException {
        int now = contents();
        if (now == seen) {
            return false;
        }
        seen = now;
        Credentials read = Credentials.load(folder, revoked);
        Generation last = current;
        before = last;
        current = new Generation(last.number + 1, read);
        return true;
    }

    /** Changes whenever something new holds. */
    public long number() {
        return current.number;
    }

    Generation generation() {
        return current;
    }

    /** A handshake that began with one pair ends with it. */
    Credentials credentials(long number) {
        Generation last = before;
        return last != null && last.number == number ? last.credentials : current.credentials;
    }

    /** Small files, so they are compared by what is in them: times of change can be the same. */
    private int contents() {
        int sum = 1;
        for (Path file : files) {
            try {
                sum = 31 * sum + Arrays.hashCode(Files.readAllBytes(file));
            } catch (IOException e) {
                sum = 31 * sum;
            }
        }
        return sum;
    }
}
