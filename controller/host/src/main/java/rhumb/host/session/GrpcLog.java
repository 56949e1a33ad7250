package rhumb.host.session;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * gRPC logs by java.util.logging: its lines end in the process's own log, in the same shape, and
 * below a warning nowhere (it tells each connection of a port scanner with a stack trace).
 */
final class GrpcLog {
    /** Held, or its level is forgotten. */
    private static final Logger LOGGER = Logger.getLogger("io.grpc");

    static {
        LOGGER.setLevel(Level.WARNING);
        LOGGER.setUseParentHandlers(false);
        LOGGER.addHandler(new SLF4JBridgeHandler());
    }

    private GrpcLog() {}

    /** From now on; more than once does no harm. */
    static void join() {}
}
