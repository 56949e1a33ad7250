package rhumb.probe.io;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rhumb.host.config.Defaulted;
import rhumb.net.Meaning;
import rhumb.probe.stamp.StampKey;
import rhumb.probe.stamp.StampOptions;
import rhumb.probe.stamp.WireClock;

/** How an agent speaks STAMP, as the configuration says it. */
public record StampConfig(
        @Meaning(
                        "file with the hexadecimal key of the authenticated mode, the same at all"
                                + " PoPs, which not everybody may read; left out: the open mode is spoken")
                @Nullable Path keyFile,
        @Meaning("format of the timestamps that are written") @Defaulted
                WireClock.Format timestamps,
        @Meaning("what disciplines the machine's clock; `free` when nothing is known to") @Defaulted
                WireClock.Source clock,
        @Meaning("bound of the clock's error") @Defaulted Long clockErrorNs,
        @Meaning("whether answers copy the sender's number instead of counting") @Defaulted
                boolean stateless,
        @Meaning("whether probes from outside the plan are answered") @Defaulted
                boolean answerStrangers) {
    /** The open mode, a clock of which nothing is known, known peers alone. */
    public static final StampConfig STANDARD =
            new StampConfig(
                    null,
                    WireClock.STANDARD.format(),
                    WireClock.STANDARD.source(),
                    WireClock.STANDARD.errorNs(),
                    false,
                    false);

    public StampConfig {
        WireClock standard = WireClock.STANDARD;
        timestamps = timestamps == null ? standard.format() : timestamps;
        clock = clock == null ? standard.source() : clock;
        clockErrorNs = clockErrorNs == null ? Long.valueOf(standard.errorNs()) : clockErrorNs;
    }

    /**
     * Reads the key file, if there is one.
     *
     * @throws IOException when it cannot be read, holds no key, or everybody may read it
     */
    public StampOptions options() throws IOException {
        return new StampOptions(
                !stateless,
                answerStrangers,
                new WireClock(timestamps, clock, clockErrorNs),
                keyFile == null ? null : key(keyFile));
    }

    private static StampKey key(Path file) throws IOException {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (permissions.contains(PosixFilePermission.OTHERS_READ)) {
                throw new IOException(
                        "stamp.key-file " + file + ": everybody may read it; chmod 600 " + file);
            }
            return StampKey.parse(Files.readString(file));
        } catch (IllegalArgumentException e) {
            throw new IOException("stamp.key-file " + file + ": " + e.getMessage(), e);
        } catch (FileSystemException e) {
            throw new IOException(
                    "stamp.key-file "
                            + file
                            + " cannot be read ("
                            + e.getClass().getSimpleName()
                            + "); it holds a key as hexadecimal digits: openssl rand -hex 32",
                    e);
        }
    }
}
