package rhumb.controller.cli;

import java.io.IOException;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import rhumb.host.main.CommandFailure;
import rhumb.host.main.ExitCode;
import rhumb.host.tls.TlsDoor;
import rhumb.host.tls.TlsException;
import rhumb.host.tls.TlsFolder;

/** The operator's certificate, and what goes wrong with it in words. */
final class Sealed {
    private final TlsDoor door;

    private Sealed(TlsDoor door) {
        this.door = door;
    }

    /** From a TLS folder. */
    static Sealed from(Path folder) {
        try {
            return new Sealed(TlsDoor.client(TlsFolder.open(folder), "northbound"));
        } catch (TlsException e) {
            throw new CommandFailure(ExitCode.CONFIG, e.getMessage() + " (--tls-dir, RHUMB_TLS)");
        }
    }

    SSLContext context() {
        return door.context();
    }

    /** Null when TLS is not what went wrong. */
    @Nullable String explain(String base, IOException e) {
        SSLException tls = tls(e);
        if (tls == null) {
            return null;
        }
        String text = String.valueOf(tls.getMessage());
        if (text.contains("not an SSL/TLS") || text.contains("plaintext")) {
            return "the controller at " + base + " speaks no TLS: use http:// in --controller";
        }
        if (text.contains("Received fatal alert")) {
            return "the controller at "
                    + base
                    + " refuses our certificate "
                    + door.own()
                    + ", "
                    + text
                    + ": its log says why (tls-refused)";
        }
        return text;
    }

    /** The same for a connection without TLS. */
    static @Nullable String missing(String base, IOException e) {
        String text = String.valueOf(e.getMessage());
        // A TLS server answers a line of HTTP with an alert, or ends the connection.
        boolean strange =
                text.contains("HTTP/1.1 header parser received no bytes")
                        || text.contains("Invalid status line")
                        || text.contains("protocol error")
                        || text.contains("EOF reached while reading");
        return strange
                ? "the controller at "
                        + base
                        + " does not speak plain HTTP: use https:// in --controller, and a"
                        + " certificate (`rhumb pki enrol`)"
                : null;
    }

    private static @Nullable SSLException tls(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException found) {
                return found;
            }
        }
        return null;
    }
}
