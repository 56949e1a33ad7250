package rhumb.controller.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import rhumb.controller.doctor.Facts;
import rhumb.host.tls.Identity;
import rhumb.host.tls.TlsDoor;
import rhumb.host.tls.TlsException;
import rhumb.host.tls.TlsFolder;

/** The handshake that an agent or a forwarder makes with a controller, and nothing after it. */
final class TlsTrial {
    private static final int PATIENCE_MS = 2_000;

    /** For the whole: patience with each read is endless with who sends a byte now and then. */
    private static final int LONGEST_MS = 5_000;

    private TlsTrial() {}

    /**
     * Tries it; the socket is of no use afterwards.
     *
     * @param folder whose certificate is shown, and by whose authorities the other is judged
     */
    static Facts.Handshake on(Socket connected, Path folder, Instant now) {
        return on(connected, folder, now, LONGEST_MS);
    }

    static Facts.Handshake on(Socket connected, Path folder, Instant now, int longestMs) {
        long endNs = System.nanoTime() + longestMs * 1_000_000L;
        TlsDoor door;
        try {
            door = TlsDoor.client(TlsFolder.open(folder), "southbound");
        } catch (TlsException e) {
            return refused("our own certificate: " + e.getMessage());
        }
        CompletableFuture.delayedExecutor(longestMs, TimeUnit.MILLISECONDS)
                .execute(() -> close(connected));
        try (SSLSocket socket = socket(door, connected)) {
            socket.startHandshake();
            X509Certificate peer = TlsDoor.peer(socket.getSession());
            if (peer == null || !isTaken(socket)) {
                return refused(
                        "the controller ends the connection at our certificate "
                                + door.own()
                                + ": its log says why (tls-refused)");
            }
            Identity identity = Identity.of(peer);
            long left = Duration.between(now, peer.getNotAfter().toInstant()).toSeconds();
            return new Facts.Handshake(
                    "",
                    door.folder().credentials().identity().toString(),
                    identity == null ? "somebody" : identity.toString(),
                    left);
        } catch (IOException e) {
            return refused(
                    System.nanoTime() - endNs >= 0
                            ? "no handshake came about within " + longestMs + " ms"
                            : words(door, e));
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Whoever reads from it hears of that.
        }
    }

    private static SSLSocket socket(TlsDoor door, Socket connected) throws IOException {
        InetSocketAddress at = (InetSocketAddress) connected.getRemoteSocketAddress();
        SSLSocket socket =
                (SSLSocket)
                        door.context()
                                .getSocketFactory()
                                .createSocket(connected, at.getHostString(), at.getPort(), true);
        SSLParameters parameters = TlsDoor.parameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(PATIENCE_MS);
        return socket;
    }

    /**
     * A client is done before its certificate was judged (RFC 8446 section 2): who takes it speaks
     * HTTP/2 first, who does not sends an alert or closes.
     */
    private static boolean isTaken(SSLSocket socket) throws IOException {
        try {
            return socket.getInputStream().read() >= 0;
        } catch (SocketTimeoutException e) {
            return true; // not refused, at least
        } catch (SocketException e) {
            return false; // its reset overtook its alert
        }
    }

    private static String words(TlsDoor door, IOException e) {
        String text = String.valueOf(e.getMessage());
        if (text.contains("not an SSL/TLS")
                || text.contains("plaintext")
                || text.contains("Unsupported or unrecognized SSL message")) {
            return "it speaks no TLS: it has no section tls, or this is another port";
        }
        if (text.contains("fatal alert")) {
            return "the controller refuses our certificate "
                    + door.own()
                    + ", "
                    + text
                    + ": its log says why (tls-refused)";
        }
        if (e instanceof SocketException) { // while we wrote, and so its alert was not read
            return "the controller ends the connection in the handshake ("
                    + text
                    + "): if it refuses our certificate "
                    + door.own()
                    + ", its log says why (tls-refused)";
        }
        return e instanceof SSLException ? text : "no TLS came about: " + text;
    }

    private static Facts.Handshake refused(String trouble) {
        return new Facts.Handshake(trouble, "", "", -1);
    }
}
