package rhumb.host.udp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.net.Endpoint;

/**
 * Chooses how this machine's UDP sockets are served and says so once in the log. The system
 * property {@value #PROPERTY} forces {@code linux} or {@code nio}.
 */
public final class DatagramIos {
    public static final String PROPERTY = "rhumb.udp";
    private static final Logger log = LoggerFactory.getLogger(DatagramIos.class);
    private static final long TRIAL_NS = 200_000_000L;
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

    /**
     * The same with several threads, where the machine can do that; elsewhere with one, which is
     * told in the log.
     *
     * @param lanes threads with the owner's, 1 or more
     * @param work what each but the owner's does, by its number
     */
    public static DatagramIo open(int lanes, IntFunction<LaneWork> work) throws IOException {
        DatagramIo io = open();
        if (lanes == 1) {
            return io;
        }
        if (io instanceof LinuxDatagramIo own) {
            log.info("udp-lanes asked={} threads={}", lanes, lanes);
            return new LanedDatagramIo(own, lanes, work);
        }
        log.warn("udp-lanes asked={} threads=1 why=\"{}\"", lanes, io.description());
        return io;
    }

    /** Why the Linux way cannot be gone, with what to do; empty when it can. */
    public static String obstacle() {
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

    /**
     * Why datagrams of these sockets come without the kernel's receive time; empty when they come
     * with it. Sends one to itself: a kernel may take the option and do nothing.
     */
    static String timesObstacle(DatagramIo io) {
        try {
            int socket = io.open(Endpoint.parse("127.0.0.1:0"));
            try {
                long[] arrivedUnixNs = new long[1];
                io.send(socket, io.local(socket), 0, ByteBuffer.allocate(1), 0, 1);
                io.flush();
                int taken =
                        io.poll(
                                TRIAL_NS,
                                (s, from, octet, hopLimit, arrived, buffer, offset, length) ->
                                        arrivedUnixNs[0] = arrived);
                return arrivedUnixNs[0] != 0
                        ? ""
                        : taken == 0
                                ? "a datagram to itself did not come back"
                                : "the JDK or the kernel gives none (SO_TIMESTAMPNS)";
            } finally {
                io.close(socket);
            }
        } catch (IOException e) {
            return "not tried: " + e.getMessage();
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
        String noTimes = timesObstacle(chosen);
        if (noTimes.isEmpty()) {
            log.info("udp-receive-times by=kernel");
        } else {
            log.warn(
                    "udp-receive-times by=process why=\"{}\": what waits for the process counts as"
                            + " delay of the link",
                    noTimes);
        }
    }
}
