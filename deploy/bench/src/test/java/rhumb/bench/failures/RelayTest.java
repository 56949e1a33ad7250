package rhumb.bench.failures;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RelayTest {
    private static final int BYTES = 300_000;
    private static final long DELAY_NS = 20_000_000L;

    @Test
    void everyByteComesOutLaterAndTheEndToo() throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, here)) {
            port = free.getLocalPort();
        }
        byte[] sent = new byte[BYTES];
        new Random(1).nextBytes(sent);
        InetSocketAddress at = new InetSocketAddress(here, port);
        try (ServerSocket far = new ServerSocket(0, 1, here);
                Relay relay =
                        new Relay(at, new InetSocketAddress(here, far.getLocalPort()), DELAY_NS);
                Socket near = new Socket()) {
            near.connect(at);
            long startNs = System.nanoTime();
            near.getOutputStream().write(1);
            try (Socket taken = far.accept()) {
                assertThat(taken.getInputStream().read()).isEqualTo(1);
                assertThat(System.nanoTime() - startNs).isGreaterThanOrEqualTo(DELAY_NS);
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                near.getOutputStream().write(sent);
                            } catch (IOException e) {
                                throw new java.io.UncheckedIOException(e);
                            }
                        });
                assertThat(taken.getInputStream().readNBytes(BYTES)).isEqualTo(sent);
            }
            assertThat(near.getInputStream().read()).isEqualTo(-1);
            assertThat(relay).isNotNull();
        }
    }
}
