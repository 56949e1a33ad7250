package rhumb.forward.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.southbound.message.InstalledRules;
import rhumb.southbound.wire.Decoded;
import rhumb.southbound.wire.SouthboundCodec;

/**
 * The rules that run, on disk: a forwarder that restarts while no controller is there goes on with
 * them, and never takes rules older than the newest it ever had. Written beside and renamed, so a
 * crash at any byte leaves the old or the new.
 */
final class RuleFile {
    private static final Logger LOG = LoggerFactory.getLogger(RuleFile.class);

    private final Path file;
    private final Path fresh;

    RuleFile(Path folder) throws IOException {
        Files.createDirectories(folder);
        file = folder.resolve("rules");
        fresh = folder.resolve("rules.new");
    }

    /** What was stored last; null when nothing was, or when it cannot be read (logged). */
    @Nullable InstalledRules load() throws IOException {
        if (Files.notExists(file)) {
            return null;
        }
        if (SouthboundCodec.decode(Files.readAllBytes(file)) instanceof Decoded.Accepted accepted
                && accepted.message() instanceof InstalledRules rules) {
            return rules;
        }
        LOG.warn("event=rules-unreadable file={} action=\"waiting for a controller\"", file);
        return null;
    }

    /** On disk once this returns. */
    void store(InstalledRules rules) throws IOException {
        try (FileChannel channel =
                FileChannel.open(
                        fresh,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(SouthboundCodec.encode(rules));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
