package rhumb.lab.wan;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import org.junit.jupiter.api.Test;
import rhumb.net.Endpoint;
import rhumb.net.LinkId;
import rhumb.sim.impair.LinkModel;
import rhumb.sim.impair.LinkSettings;

class TcpWanTest {
    private static final int CONNECTIONS = 100;

    private static long openFiles() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getOpenFileDescriptorCount();
    }

    /** Closed by a FIN on both sides: nothing says reset, and nothing may stay open. */
    @Test
    void connectionsThatEndInOrderLeaveNothingOpen() throws Exception {
        LinkSettings quick = LinkSettings.ofDelay(100_000);
        LinkModel there = new LinkModel(quick, LinkModel.random(1, LinkId.parse("a->b")));
        LinkModel back = new LinkModel(quick, LinkModel.random(1, LinkId.parse("b->a")));
        InetAddress here = InetAddress.getLoopbackAddress();
        try (ServerSocket server = new ServerSocket(0, 10, here);
                TcpWan wan = new TcpWan(new Wan(Map.of(), 1))) {
            Endpoint listen = Endpoint.parse("127.0.0.1:" + freePort(here));
            Endpoint to = Endpoint.parse("127.0.0.1:" + server.getLocalPort());
            wan.open(listen, there, back, to, Endpoint.parse("127.0.0.1:0"));
            cross(server, listen);
            long before = openFiles();
            for (int i = 0; i < CONNECTIONS; i++) {
                cross(server, listen);
            }
            assertThat(openFiles() - before).isLessThan(CONNECTIONS / 2);
        }
    }

    private static int freePort(InetAddress here) throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, here)) {
            return free.getLocalPort();
        }
    }

    private static void cross(ServerSocket server, Endpoint listen) throws Exception {
        try (Socket caller = new Socket(listen.host(), listen.port());
                Socket called = server.accept()) {
            OutputStream out = caller.getOutputStream();
            out.write(7);
            caller.shutdownOutput();
            assertThat(called.getInputStream().readAllBytes()).containsExactly(7);
            called.shutdownOutput();
            assertThat(caller.getInputStream().read()).isEqualTo(-1);
        }
    }
}
