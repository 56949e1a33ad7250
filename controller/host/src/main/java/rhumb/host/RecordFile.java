package rhumb.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file to which records are only ever added. A record is its length and its CRC-32C, four bytes
 * each in network order, then its bytes. One is there once {@link #write} returned, whatever
 * happens to the process or the machine after that; of one that was being written when the process
 * was killed nothing is left.
 */
public final class RecordFile implements AutoCloseable {
    /** Takes what is read, in order. */
    public interface Taker {
        /**
         * Takes one record.
         *
         * @throws IllegalArgumentException when it makes no sense, which is damage
         */
        void take(ByteBuffer body);
    }

    private static final Logger log = LoggerFactory.getLogger(RecordFile.class);
    static final int HEAD_BYTES = 8;

    private final Path file;
    private final FileChannel channel;
    private final int maxBytes;

    private RecordFile(Path file, FileChannel channel, int maxBytes) {
        this.file = file;
        this.channel = channel;
        this.maxBytes = maxBytes;
    }

    /**
     * Opens a file, which is made with its folder when it is not there, and reads it.
     *
     * @param maxBytes longest record
     * @throws IOException when it cannot be had or is damaged, saying what to do
     */
    public static RecordFile open(Path file, int maxBytes, Taker taker) throws IOException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        Files.createDirectories(folder);
        FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try {
            lock(file, channel);
            RecordFile records = new RecordFile(file, channel, maxBytes);
            records.readAll(taker);
            sync(folder);
            return records;
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

    public void write(byte[] body) throws IOException {
        write(List.of(body));
    }

    /** Adds records, all or none. */
    public void write(List<byte[]> bodies) throws IOException {
        int bytes = bodies.stream().mapToInt(body -> HEAD_BYTES + body.length).sum();
        ByteBuffer records = ByteBuffer.allocate(bytes);
        for (byte[] body : bodies) {
            records.putInt(body.length).putInt(crc(ByteBuffer.wrap(body))).put(body);
        }
        records.flip();
        long end = channel.size();
        try {
            while (records.hasRemaining()) {
                channel.write(records, end + records.position());
            }
            channel.force(true);
        } catch (IOException e) {
            // A full disk: nothing of it shall be read as a record later.
            channel.truncate(end);
            throw e;
        }
    }

    /** Where the next record begins. */
    public long bytes() throws IOException {
        return channel.size();
    }

    /** What a record takes in the file. */
    public static long bytes(byte[] body) {
        return HEAD_BYTES + (long) body.length;
    }

    private void readAll(Taker taker) throws IOException {
        long size = channel.size();
        long at = 0;
        while (at < size) {
            ByteBuffer head = bytes(at, (int) Math.min(HEAD_BYTES, size - at));
            boolean whole = head.remaining() == HEAD_BYTES;
            int length = whole ? head.getInt(0) : 0;
            long end = at + HEAD_BYTES + length;
            boolean torn = !whole || length <= 0 || length > maxBytes || end > size;
            ByteBuffer body = torn ? head : bytes(at + HEAD_BYTES, length);
            boolean sound = !torn && crc(body.duplicate()) == head.getInt(Integer.BYTES);
            if (!sound) {
                dropTail(at, size, torn ? size : end);
                return;
            }
            try {
                taker.take(body);
            } catch (IllegalArgumentException e) {
                throw damaged(at);
            }
            at = end;
        }
    }

    /** What a killed process or machine left of its last record; anything else is damage. */
    private void dropTail(long at, long size, long end) throws IOException {
        boolean last = end == size || isZero(at, size);
        if (!last) {
            throw damaged(at);
        }
        log.warn("record-file-tail file={} at={} bytes={}: not written whole", file, at, size - at);
        channel.truncate(at);
        channel.force(true);
    }

    private boolean isZero(long from, long to) throws IOException {
        ByteBuffer rest = bytes(from, (int) Math.min(to - from, maxBytes));
        while (rest.hasRemaining()) {
            if (rest.get() != 0) {
                return false;
            }
        }
        return true;
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

    static int crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
