package rhumb.host.tls;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a process of a PoP shows controllers, read again when it changes; nothing in a lab. */
public final class PopTls implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PopTls.class);

    private final @Nullable TlsDoor door;
    private final @Nullable TlsWatch watch;

    private PopTls(@Nullable TlsDoor door, @Nullable TlsWatch watch) {
        this.door = door;
        this.watch = watch;
    }

    /**
     * Reads the folder and begins to watch it.
     *
     * @param config null = without TLS
     * @param controllers {@code host:port}
     * @throws TlsException naming the file, what is wrong with it and what to do
     */
    public static PopTls open(@Nullable TlsConfig config, List<String> controllers)
            throws TlsException {
        if (config == null) {
            List<String> others =
                    controllers.stream().filter(controller -> !isLoopback(controller)).toList();
            if (!others.isEmpty()) {
                log.warn(
                        "tls-absent controllers={}: who is on the way can pose as one of them, and"
                                + " they take no PoP without a certificate; see `rhumb pki enrol`",
                        others);
            }
            return new PopTls(null, null);
        }
        TlsFolder folder = TlsFolder.open(config.dir());
        log.info("tls-identity {} from={}", folder.credentials().identity(), config.dir());
        return new PopTls(TlsDoor.client(folder, "southbound"), TlsWatch.start(folder, () -> {}));
    }

    private static boolean isLoopback(String controller) {
        return controller.startsWith("127.")
                || controller.startsWith("localhost:")
                || controller.startsWith("[::1]:");
    }

    /** Null = without TLS. */
    public @Nullable TlsDoor door() {
        return door;
    }

    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
    }
}
