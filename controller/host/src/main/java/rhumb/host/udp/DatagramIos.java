package rhumb.host.udp;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses how this machine's UDP sockets are served and says so once in the log. The system
 * property {@value #PROPERTY} forces {@code linux} or {@code nio}.
 */
public final class DatagramIos {
    public static final String PROPERTY = "rhumb.udp";
    private static final Logger log = LoggerFactory.getLogger(DatagramIos.class);
    private static final AtomicBoolean told = new AtomicBoolean();

    private DatagramIos() {}

    /**
     * Opens an empty set of sockets.
     *
     * @throws IOException when the system gives no descriptors, or the forced way is not to be had
     */
    public static DatagramIo open() throws IOException {
        String forced = System.getProperty(PROPERTY, "");
        String obstacle = obstacle();
        DatagramIo chosen =
                switch (forced) {
                    case "" -> obstacle.isEmpty() ? new LinuxDatagramIo() : new NioDatagramIo();
                    case "nio" -> new NioDatagramIo();
                    case "linux" -> {
                        if (!obstacle.isEmpty()) {
                            throw new IOException(PROPERTY + "=linux cannot be had: " + obstacle);
                        }
                        yield new LinuxDatagramIo();
                    }
                    default ->
                            throw new IOException(
                                    "system property "
                                            + PROPERTY
                                            + "=\""
                                            + forced
                                            + "\": expected linux or nio, or leave it out");
                };
        if (told.compareAndSet(false, true)) {
            tell(chosen, forced, obstacle);
        }
        return chosen;
    }

    /** Why the Linux way cannot be gone, with what to do; empty when it can. */
    static String obstacle() {
        if (!LinuxAbi.isKnown()) {
            return System.getProperty("os.name")
                    + " on "
                    + System.getProperty("os.arch")
                    + ", only Linux on x86_64 and aarch64 is known";
        }
        if (!DatagramIos.class.getModule().isNativeAccessEnabled()) {
            return "native access is off: start the JVM with --enable-native-access=ALL-UNNAMED";
        }
        try {
            Class.forName("rhumb.host.udp.Libc");
            return "";
        } catch (ClassNotFoundException | LinkageError e) {
            return "the C library lacks a call: " + e;
        }
    }

    private static void tell(DatagramIo chosen, String forced, String obstacle) {
        if (!forced.isEmpty()) {
            log.info("udp-io {} why=\"{}={}\"", chosen.description(), PROPERTY, forced);
        } else if (obstacle.isEmpty()) {
            log.info("udp-io {} why=\"native access is on\"", chosen.description());
        } else {
            log.warn("udp-io {} why=\"{}\"", chosen.description(), obstacle);
        }
    }
}
