package rhumb.forward.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import rhumb.forward.crypto.JdkAead;
import rhumb.forward.crypto.KeyRing;
import rhumb.net.Endpoint;

class StreamLoopTest {
    private static StreamLoop loop() {
        SplittableRandom random = new SplittableRandom(1);
        return new StreamLoop(KeyRing.first(random), new JdkAead(), random, flows -> {});
    }

    /** Until a connection stands it has no channel to close; it must not stand afterwards. */
    @Test
    void whatIsClosedWhileItIsBeingOpenedDoesNotStand() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                StreamLoop loop = loop()) {
            server.setSoTimeout(10_000);
            Endpoint to = Endpoint.parse("127.0.0.1:" + server.getLocalPort());
            loop.execute(() -> {
                loop.connect(1, to);
                loop.write(1, ByteBuffer.wrap(new byte[] {1}));
                loop.close(1);
                loop.connect(2, to);
                loop.write(2, ByteBuffer.wrap(new byte[] {2}));
            });
            int first = -1;
            while (first < 0) { // the closed one may have reached the listener, but says nothing
                try (Socket socket = server.accept()) {
                    socket.setSoTimeout(10_000);
                    first = socket.getInputStream().read();
                }
            }
            assertThat(first).isEqualTo(2);
        }
    }
}
