package rhumb.host.udp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class NioDatagramIoTest extends DatagramIoContract {
    @Override
    DatagramIo create() throws IOException {
        return new NioDatagramIo();
    }

    @Test
    void saysThatItDoesNotKnow() throws IOException {
        int a = io.open(ANY_PORT);
        send(a, io.local(a), 0xb8, "marked");
        pollUntil(1);
        assertThat(seen.getFirst()).isEqualTo(new Seen(a, io.local(a), -1, -1, 0, "marked"));
    }

    /** The octet leaves the machine all the same: a Linux socket sees it. */
    @Test
    void writesTheOctet() throws IOException {
        org.junit.jupiter.api.Assumptions.assumeTrue(DatagramIos.obstacle().isEmpty());
        int a = io.open(ANY_PORT);
        try (DatagramIo linux = new LinuxDatagramIo()) {
            int b = linux.open(ANY_PORT);
            int[] octets = {0xb8, 0xb8, 0x28, 0};
            for (int octet : octets) {
                send(a, linux.local(b), octet, "marked");
            }
            long endNs = System.nanoTime() + 5_000_000_000L;
            while (seen.size() < octets.length && System.nanoTime() < endNs) {
                linux.poll(1_000_000_000L, collect);
            }
            assertThat(seen).extracting(Seen::octet).containsExactly(0xb8, 0xb8, 0x28, 0);
        }
    }
}
