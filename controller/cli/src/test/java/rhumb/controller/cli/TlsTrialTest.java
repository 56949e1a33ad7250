package rhumb.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rhumb.controller.doctor.Facts;
import rhumb.host.tls.Identity;
import rhumb.host.tls.TlsDoor;
import rhumb.host.tls.TlsFolder;
import rhumb.pki.Authority;
import rhumb.pki.NodeKeys;
import rhumb.pki.PkiRefused;
import rhumb.pki.Token;

/** Handshakes with a server that behaves as the southbound side of a controller does. */
class TlsTrialTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private Authority authority;

    @BeforeEach
    void found() throws PkiRefused, IOException {
        authority = Authority.init(folder.resolve("ca"), "test", Instant.now());
    }

    private Path enrol(Authority by, String identity) throws PkiRefused, IOException {
        Path tls = folder.resolve(identity.replace('/', '-'));
        NodeKeys keys = new NodeKeys();
        Token token = by.token(Identity.parse(identity), Authority.TOKEN_LIFE, Instant.now());
        keys.keep(tls, by.redeem(token, keys.request(), Instant.now()));
        return tls;
    }

    private Facts.Handshake handshake(Path client, Path server) throws Exception {
        TlsDoor door =
                TlsDoor.server(
                        TlsFolder.open(server),
                        "southbound",
                        Set.of(Identity.Role.POP),
                        text -> {});
        try (ServerSocket listening =
                door.context()
                        .getServerSocketFactory()
                        .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ((SSLServerSocket) listening).setNeedClientAuth(true);
            Thread other = Thread.ofVirtual().start(() -> greet(listening));
            Facts.Handshake came = trial(client, listening.getLocalPort());
            other.join();
            return came;
        }
    }

    private static void greet(ServerSocket listening) {
        try (SSLSocket socket = (SSLSocket) listening.accept()) {
            socket.startHandshake();
            socket.getOutputStream().write(0);
        } catch (IOException e) {
            // The client is refused: that is what it shall tell.
        }
    }

    private static Facts.Handshake trial(Path client, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return TlsTrial.on(socket, client, Instant.now());
        }
    }

    @Test
    void bothSidesTakeTheOther() throws Exception {
        Facts.Handshake well =
                handshake(enrol(authority, "pop/sin"), enrol(authority, "controller/c1"));
        assertThat(well.trouble()).isEmpty();
        assertThat(well.own()).isEqualTo("pop/sin");
        assertThat(well.peer()).isEqualTo("controller/c1");
        assertThat(well.secondsLeft()).isGreaterThan(Duration.ofDays(80).toSeconds());
    }

    @Test
    void whoIsNoControllerIsNotTaken() throws Exception {
        Facts.Handshake wrong = handshake(enrol(authority, "pop/sin"), enrol(authority, "pop/fra"));
        assertThat(wrong.trouble()).contains("the controller's certificate is refused");
    }

    @Test
    void anotherAuthorityIsNotTrusted() throws Exception {
        Authority other = Authority.init(folder.resolve("other"), "other", Instant.now());
        Facts.Handshake wrong =
                handshake(enrol(authority, "pop/sin"), enrol(other, "controller/c1"));
        assertThat(wrong.trouble()).contains("UNKNOWN_AUTHORITY");
    }

    @Test
    void whoIsNotLetInIsTold() throws Exception {
        Facts.Handshake wrong =
                handshake(enrol(authority, "read/bob"), enrol(authority, "controller/c1"));
        assertThat(wrong.trouble()).contains("its log says why");
    }

    /**
     * Whoever ends a connection with bytes unread resets it, and its alert may get lost by that.
     */
    @Test
    void aResetIsNoRiddle() throws Exception {
        Path client = enrol(authority, "pop/sin");
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread other = Thread.ofVirtual().start(() -> reset(listening));
            assertThat(trial(client, listening.getLocalPort()).trouble())
                    .contains("ends the connection in the handshake")
                    .contains("its log says why (tls-refused)");
            other.join();
        }
    }

    private static void reset(ServerSocket listening) {
        try (Socket socket = listening.accept()) {
            socket.getInputStream().read();
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // told by the client
        }
    }

    @Test
    void whoSpeaksNoTlsIsTold() throws Exception {
        Path client = enrol(authority, "pop/sin");
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread other =
                    Thread.ofVirtual()
                            .start(() -> {
                                try (Socket socket = plain.accept()) {
                                    socket.getOutputStream()
                                            .write(
                                                    "HTTP/1.1 400\r\n\r\n"
                                                            .getBytes(
                                                                    java.nio.charset
                                                                            .StandardCharsets
                                                                            .US_ASCII));
                                } catch (IOException e) {
                                    // told by the client
                                }
                            });
            assertThat(trial(client, plain.getLocalPort()).trouble()).contains("speaks no TLS");
            other.join();
        }
    }

    /** Each read has its patience; a byte now and then shall not use it up for ever. */
    @Test
    void whoSendsAByteNowAndThenIsNotWaitedFor() throws Exception {
        Path client = enrol(authority, "pop/sin");
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket socket = new Socket()) {
            Thread other = Thread.ofVirtual().start(() -> drip(listening));
            socket.connect(listening.getLocalSocketAddress());
            Facts.Handshake held = TlsTrial.on(socket, client, Instant.now(), 300);
            assertThat(held.trouble()).contains("within 300 ms");
            other.join();
        }
    }

    /** A record of 16 KiB, as slowly as can be. */
    private static void drip(ServerSocket listening) {
        byte[] head = {0x16, 3, 3, 0x40, 0};
        try (Socket socket = listening.accept()) {
            for (int i = 0; ; i++) {
                socket.getOutputStream().write(i < head.length ? head[i] : 0);
                LockSupport.parkNanos(20_000_000);
            }
        } catch (IOException e) {
            // It gave up.
        }
    }
}
