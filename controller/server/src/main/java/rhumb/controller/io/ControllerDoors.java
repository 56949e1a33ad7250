package rhumb.controller.io;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.controller.cluster.ClusterLoop;
import rhumb.host.tls.CertificateReject;
import rhumb.host.tls.Identity;
import rhumb.host.tls.TlsDoor;
import rhumb.host.tls.TlsException;
import rhumb.host.tls.TlsFolder;

/** With which certificate the controller comes, and who may come in by which door. */
public final class ControllerDoors {
    private static final Logger log = LoggerFactory.getLogger(ControllerDoors.class);

    /** No TLS at all. */
    static final ControllerDoors PLAIN = new ControllerDoors(null);

    /** Strangers knock as often as they like; the log holds so many lines of them a minute. */
    private static final int LINES = 20;

    private static final List<String> SIDES =
            List.of("southbound", "northbound", "enrol", "cluster");
    private static final Map<CertificateReject, Long> NONE =
            Arrays.stream(CertificateReject.values())
                    .collect(Collectors.toMap(Function.identity(), reason -> 0L));

    private static final long WINDOW_NS = 60_000_000_000L;

    private final @Nullable TlsFolder folder;
    private final Map<String, TlsDoor> doors = new LinkedHashMap<>();

    private ControllerDoors(@Nullable TlsFolder folder) {
        this.folder = folder;
        if (folder != null) {
            add(folder, "southbound", Set.of(Identity.Role.POP));
            add(folder, "northbound", Identity.Role.OPERATORS);
            add(folder, "enrol", Set.of(Identity.Role.values()));
            add(folder, "cluster", Set.of(Identity.Role.CONTROLLER));
        }
    }

    /**
     * Reads what the configuration names.
     *
     * @param config null = no TLS
     * @throws TlsException naming the file, what is wrong with it and what to do
     */
    public static ControllerDoors open(@Nullable ControllerTls config) throws TlsException {
        if (config == null) {
            return PLAIN;
        }
        TlsFolder folder = TlsFolder.open(config.dir(), config.revocationList());
        Identity own = folder.credentials().identity();
        if (own.role() != Identity.Role.CONTROLLER) {
            throw new TlsException(
                    config.dir()
                            + ": its certificate is "
                            + own
                            + ", and PoPs take none but a controller's: enrol with a token for the"
                            + " role controller");
        }
        return new ControllerDoors(folder);
    }

    private void add(TlsFolder of, String side, Set<Identity.Role> roles) {
        doors.put(side, TlsDoor.server(of, side, roles, new Sampled()));
    }

    /** Null without TLS. */
    @Nullable TlsFolder folder() {
        return folder;
    }

    /** Null without TLS. */
    public @Nullable TlsDoor southbound() {
        return doors.get("southbound");
    }

    /** By which other controllers come, and by which this one goes to them. */
    public ClusterLoop.Doors cluster() {
        TlsFolder read = folder;
        return new ClusterLoop.Doors(
                doors.get("cluster"), read == null ? null : TlsDoor.client(read, "cluster"));
    }

    @Nullable TlsDoor northbound() {
        return doors.get("northbound");
    }

    @Nullable TlsDoor enrol() {
        return doors.get("enrol");
    }

    /** Certificates that were not taken, by door and reason. */
    Map<String, Map<CertificateReject, Long>> rejected() {
        Map<String, Map<CertificateReject, Long>> all = new LinkedHashMap<>();
        for (String side : SIDES) {
            TlsDoor door = doors.get(side);
            all.put(side, door == null ? NONE : door.rejected());
        }
        return all;
    }

    /** When the own certificate ends, seconds since 1970; 0 without TLS. */
    long endsUnixS() {
        TlsFolder read = folder;
        return read == null
                ? 0
                : read.credentials().chain().getFirst().getNotAfter().toInstant().getEpochSecond();
    }

    /** Tells each certificate once a minute, and some of many; the metric counts all. */
    private static final class Sampled implements Consumer<String> {
        private final Set<String> told = new HashSet<>();
        private long windowNs = System.nanoTime();

        @Override
        public synchronized void accept(String text) {
            long nowNs = System.nanoTime();
            if (nowNs - windowNs >= WINDOW_NS) {
                windowNs = nowNs;
                told.clear();
            }
            if (told.size() < LINES && told.add(text)) {
                log.warn("tls-refused {}", text);
            }
        }
    }
}
