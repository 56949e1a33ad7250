package rhumb.controller.cluster.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import rhumb.controller.consensus.ClusterFrames;
import rhumb.host.session.ControllerStream;
import rhumb.host.session.PeerStream;
import rhumb.host.session.SouthboundServer;
import rhumb.net.Endpoint;

/** Bytes that go in at one end come out at the other, and an end is an end. */
class TunnelTest {
    private static final int BYTES = 5 << 20;
    private static final Endpoint ANY = Endpoint.parse("127.0.0.1:0");

    /** Takes the first frame, as the entrance of a cluster does. */
    private record Entrance(TunnelExit exit, Map<PeerStream, Boolean> begun)
            implements SouthboundServer.Handler {
        @Override
        public void onOpen(PeerStream stream) {}

        @Override
        public void onFrame(PeerStream stream, byte[] frame) {
            if (begun.putIfAbsent(stream, true) == null) {
                assertThat(ClusterFrames.decode(frame))
                        .isEqualTo(new ClusterFrames.Decoded.Tunnelled(1, 2));
                exit.onOpen(stream);
                stream.consumed();
            } else {
                exit.onFrame(stream, frame);
            }
        }

        @Override
        public void onReady(PeerStream stream) {
            exit.onReady(stream);
        }

        @Override
        public void onClosed(PeerStream stream, String reason) {
            exit.onClosed(stream, reason);
        }
    }

    @Test
    void carriesBothWaysAndEndsWithEither() throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        try (ServerSocket echo = new ServerSocket(0, 1, here);
                TunnelExit exit = new TunnelExit(new InetSocketAddress(here, echo.getLocalPort()));
                SouthboundServer server =
                        SouthboundServer.openToControllers(
                                ANY, new Entrance(exit, new ConcurrentHashMap<>()), null);
                TunnelEntry entry =
                        new TunnelEntry(
                                new InetSocketAddress(here, 0),
                                events ->
                                        ControllerStream.connect(
                                                server.local().toString(), null, events),
                                ClusterFrames.tunnel(1, 2))) {
            Thread.ofVirtual()
                    .start(() -> {
                        try (Socket peer = echo.accept()) {
                            InputStream in = peer.getInputStream();
                            for (int left = BYTES; left > 0; ) {
                                byte[] some = in.readNBytes(Math.min(left, 100_000));
                                peer.getOutputStream().write(some);
                                left -= some.length;
                            }
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    });
            byte[] sent = new byte[BYTES];
            new Random(1).nextBytes(sent);
            try (Socket socket = new Socket()) {
                socket.connect(entry.local());
                socket.setSoTimeout(10_000);
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                OutputStream out = socket.getOutputStream();
                                out.write(sent);
                                out.flush();
                            } catch (IOException e) {
                                throw new java.io.UncheckedIOException(e);
                            }
                        });
                InputStream in = socket.getInputStream();
                assertThat(Arrays.equals(in.readNBytes(sent.length), sent)).isTrue();
                assertThat(in.read()).isEqualTo(-1);
            }
        }
    }

    /** One that all shared would be given up for all, and tried again ever more seldom. */
    @Test
    void eachConnectionHasAWayOfItsOwnWhetherTheFormerStandsOrNot() throws Exception {
        InetAddress here = InetAddress.getLoopbackAddress();
        Endpoint gone;
        try (ServerSocket free = new ServerSocket(0, 1, here)) {
            gone = Endpoint.parse("127.0.0.1:" + free.getLocalPort());
        }
        Semaphore opened = new Semaphore(0);
        try (TunnelEntry entry =
                new TunnelEntry(
                        new InetSocketAddress(here, 0),
                        events -> {
                            opened.release();
                            return ControllerStream.connect(gone.toString(), null, events);
                        },
                        ClusterFrames.tunnel(1, 2))) {
            for (int round = 0; round < 3; round++) {
                try (Socket socket = new Socket()) {
                    socket.connect(entry.local());
                    socket.setSoTimeout(10_000);
                    assertThat(opened.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
                    assertThat(socket.getInputStream().read()).as("it is not there").isEqualTo(-1);
                }
            }
        }
    }
}
