package rhumb.controller.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who had what done, or was refused it: one line of JSON each, on disk before {@link #add} returns.
 * Files are {@code audit.log} and, older, {@code audit.log.1} and so on; together they stay within
 * a budget, the oldest go. Without a folder the newest are kept in memory.
 *
 * <p>Owned by one thread.
 */
final class AuditLog implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AuditLog.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FILE = "audit.log";

    /** How many can be asked for. */
    static final int MOST = 1_000;

    /** What a line may take of texts that come from outside. */
    private static final int LONGEST_TEXT = 300;

    /**
     * Bounds.
     *
     * @param fileBytes after which a new file begins
     * @param files how many are kept, with the one being written
     */
    record Budget(long fileBytes, int files) {
        static final Budget STANDARD = new Budget(2 << 20, 8);
    }

    /**
     * One thing that was asked for.
     *
     * @param who name of the certificate
     * @param from address
     * @param what the call
     * @param status HTTP status of the answer
     * @param outcome in words; empty = done
     */
    record Entry(long atUnixMs, String who, String from, String what, int status, String outcome) {
        Entry {
            who = line(who);
            what = line(what);
            outcome = line(outcome);
        }

        /** What comes from outside begins no line of its own and does not fill the log. */
        private static String line(String text) {
            String clean = text.replaceAll("\\p{Cntrl}", " ");
            return clean.length() <= LONGEST_TEXT
                    ? clean
                    : clean.substring(0, LONGEST_TEXT) + "...";
        }
    }

    private final @Nullable Path file;
    private final Budget budget;
    private final Deque<Entry> newest = new ArrayDeque<>();
    private @Nullable FileChannel channel;

    private AuditLog(@Nullable Path folder, Budget budget) throws IOException {
        this.file = folder == null ? null : folder.resolve(FILE);
        this.budget = budget;
        if (file != null) {
            Files.createDirectories(file.resolveSibling("."));
            for (int number = budget.files - 1; number >= 0; number--) {
                read(rotated(file, number));
            }
            channel = append(file);
        }
    }

    /**
     * Opens the log in a folder, which is made when it is not there.
     *
     * @param folder null = in memory
     */
    static AuditLog open(@Nullable Path folder, Budget budget) throws IOException {
        return new AuditLog(folder, budget);
    }

    /**
     * Keeps an entry.
     *
     * @throws IOException when the disk does not take it
     */
    void add(Entry entry) throws IOException {
        if (file != null) {
            write(file, entry);
        }
        newest.addLast(entry);
        if (newest.size() > MOST) {
            newest.removeFirst();
        }
    }

    /** The newest, oldest first. */
    List<Entry> last(int count) {
        List<Entry> all = new ArrayList<>(newest);
        return all.subList(Math.max(0, all.size() - count), all.size());
    }

    private void write(Path current, Entry entry) throws IOException {
        FileChannel out = channel == null ? append(current) : channel;
        channel = out;
        if (out.size() >= budget.fileBytes) {
            out.close();
            channel = null;
            for (int number = budget.files - 2; number >= 0; number--) {
                Path one = rotated(current, number);
                if (Files.exists(one)) {
                    Files.move(
                            one, rotated(current, number + 1), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            out = append(current);
            channel = out;
        }
        ObjectNode json =
                JSON.createObjectNode()
                        .put("at", entry.atUnixMs)
                        .put("who", entry.who)
                        .put("from", entry.from)
                        .put("what", entry.what)
                        .put("status", entry.status)
                        .put("outcome", entry.outcome);
        ByteBuffer line = ByteBuffer.wrap((json + "\n").getBytes(StandardCharsets.UTF_8));
        while (line.hasRemaining()) {
            out.write(line);
        }
        out.force(true);
    }

    private void read(Path one) throws IOException {
        if (!Files.exists(one)) {
            return;
        }
        for (String text : Files.readString(one).lines().toList()) {
            try {
                JsonNode json = JSON.readTree(text);
                newest.addLast(
                        new Entry(
                                json.path("at").asLong(),
                                json.path("who").asText(),
                                json.path("from").asText(),
                                json.path("what").asText(),
                                json.path("status").asInt(),
                                json.path("outcome").asText()));
            } catch (JsonProcessingException e) {
                // The last line of a machine that lost its power; the next begins on a line of its
                // own.
                log.warn("audit-line-damaged file={}", one);
            }
            if (newest.size() > MOST) {
                newest.removeFirst();
            }
        }
    }

    /** A line that was not written whole gets an end, so that it spoils no other. */
    private static FileChannel append(Path file) throws IOException {
        FileChannel opened =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        long size = opened.size();
        ByteBuffer last = ByteBuffer.allocate(1);
        opened.position(size);
        if (size > 0 && opened.read(last, size - 1) == 1 && last.get(0) != '\n') {
            opened.write(ByteBuffer.wrap(new byte[] {'\n'}));
        }
        return opened;
    }

    private static Path rotated(Path file, int number) {
        return number == 0 ? file : file.resolveSibling(FILE + "." + number);
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
