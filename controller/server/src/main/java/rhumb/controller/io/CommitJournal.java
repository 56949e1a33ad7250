package rhumb.controller.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.controller.commit.Commit;
import rhumb.controller.commit.Commits;

/**
 * Commits on disk: a file to which records are only ever added. A record is its length and its
 * CRC-32C, four bytes each in network order, then JSON. One is there once {@link #add} returned,
 * whatever happens to the process or the machine after that; of one that was being written when the
 * process was killed nothing is left.
 */
final class CommitJournal implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CommitJournal.class);
    private static final String FILE = "intent.journal";
    private static final int HEAD_BYTES = 8;
    private static final int MAX_RECORD_BYTES = 4 * Commits.MAX_BYTES;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final FileChannel channel;
    private Commits read;

    private CommitJournal(Path file, FileChannel channel, Commits none) {
        this.file = file;
        this.channel = channel;
        this.read = none;
    }

    /**
     * Opens the journal in a folder, which is made when it is not there, and reads it.
     *
     * @param none what holds without it
     * @throws IOException when it cannot be had or is damaged, saying what to do
     */
    static CommitJournal open(Path folder, Commits none) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(FILE);
        FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try {
            lock(file, channel);
            CommitJournal journal = new CommitJournal(file, channel, none);
            journal.readAll();
            sync(folder);
            return journal;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static void lock(Path file, FileChannel channel) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw new IOException(
                    file + " is in use by another controller: give each a state folder of its own");
        }
    }

    /** The name of the file is as durable as what is in it. */
    private static void sync(Path folder) throws IOException {
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    /** What was in it when it was opened. */
    Commits read() {
        return read;
    }

    void add(Commit commit) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        json.put("number", commit.number())
                .put("at", commit.atUnixMs())
                .put("who", commit.who())
                .put("why", commit.why())
                .put("what", commit.what())
                .put("confirm-by", commit.confirmByUnixMs());
        if (commit.document() != null) {
            json.put("document", commit.document());
        }
        ObjectNode operations = json.putObject("operations");
        commit.operations().forEach(operations::put);
        write(JSON.createObjectNode().set("commit", json));
    }

    void addConfirmed(long number) throws IOException {
        write(JSON.createObjectNode().put("confirmed", number));
    }

    private void write(JsonNode json) throws IOException {
        byte[] body = JSON.writeValueAsBytes(json);
        ByteBuffer record = ByteBuffer.allocate(HEAD_BYTES + body.length);
        record.putInt(body.length).putInt(crc(ByteBuffer.wrap(body))).put(body).flip();
        long end = channel.size();
        try {
            while (record.hasRemaining()) {
                channel.write(record, end + record.position());
            }
            channel.force(true);
        } catch (IOException e) {
            // A full disk: nothing of it shall be read as a record later.
            channel.truncate(end);
            throw e;
        }
    }

    private void readAll() throws IOException {
        long size = channel.size();
        long at = 0;
        while (at < size) {
            ByteBuffer head = bytes(at, (int) Math.min(HEAD_BYTES, size - at));
            boolean whole = head.remaining() == HEAD_BYTES;
            int length = whole ? head.getInt(0) : 0;
            long end = at + HEAD_BYTES + length;
            boolean torn = !whole || length <= 0 || length > MAX_RECORD_BYTES || end > size;
            ByteBuffer body = torn ? head : bytes(at + HEAD_BYTES, length);
            boolean sound = !torn && crc(body.duplicate()) == head.getInt(Integer.BYTES);
            if (!sound) {
                dropTail(at, size, torn ? size : end);
                return;
            }
            take(at, body);
            at = end;
        }
    }

    /** What a killed process or machine left of its last record; anything else is damage. */
    private void dropTail(long at, long size, long end) throws IOException {
        boolean last = end == size || isZero(at, size);
        if (!last) {
            throw damaged(at);
        }
        log.warn(
                "intent-journal-tail file={} at={} bytes={}: not written whole",
                file,
                at,
                size - at);
        channel.truncate(at);
        channel.force(true);
    }

    private boolean isZero(long from, long to) throws IOException {
        ByteBuffer rest = bytes(from, (int) Math.min(to - from, MAX_RECORD_BYTES));
        while (rest.hasRemaining()) {
            if (rest.get() != 0) {
                return false;
            }
        }
        return true;
    }

    private void take(long at, ByteBuffer body) throws IOException {
        try {
            JsonNode json = JSON.readTree(StandardCharsets.UTF_8.decode(body).toString());
            if (json.has("confirmed")) {
                read = read.withConfirmed(json.get("confirmed").asLong());
                return;
            }
            JsonNode commit = json.path("commit");
            Map<String, String> operations = new LinkedHashMap<>();
            commit.path("operations")
                    .properties()
                    .forEach(one -> operations.put(one.getKey(), one.getValue().asText()));
            JsonNode document = commit.get("document");
            read =
                    read.with(
                            new Commit(
                                    commit.path("number").asLong(),
                                    commit.path("at").asLong(),
                                    commit.path("who").asText(),
                                    commit.path("why").asText(),
                                    commit.path("what").asText(),
                                    document == null ? null : document.asText(),
                                    operations,
                                    commit.path("confirm-by").asLong()));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw damaged(at);
        }
    }

    private IOException damaged(long at) {
        return new IOException(
                file
                        + " is damaged at byte "
                        + at
                        + ": put a copy in its place, or move it away to begin with what the"
                        + " configuration says");
    }

    private ByteBuffer bytes(long at, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && channel.read(bytes, at + bytes.position()) >= 0) {}
        return bytes.flip();
    }

    private static int crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
