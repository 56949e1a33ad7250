package rhumb.host.udp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static rhumb.host.udp.LinuxAbi.AF_INET;
import static rhumb.host.udp.LinuxAbi.SOCK_CLOEXEC;
import static rhumb.host.udp.LinuxAbi.SOCK_DGRAM;
import static rhumb.host.udp.LinuxAbi.SOL_UDP;
import static rhumb.host.udp.LinuxAbi.UDP_GRO;
import static rhumb.host.udp.LinuxAbi.UDP_SEGMENT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Whether the kernel joins datagrams that come (UDP_GRO) and cuts those that go (UDP_SEGMENT), for
 * who asks without a forwarder. Forwarders work without, at more processor time a packet.
 */
public final class Trains {
    private Trains() {}

    /** What is missing, tried on a socket; empty when nothing is, or when it cannot be tried. */
    public static String missing() {
        if (!LinuxAbi.isKnown() || !Trains.class.getModule().isNativeAccessEnabled()) {
            return "";
        }
        try (Arena scratch = Arena.ofConfined()) {
            Libc libc = new Libc(scratch);
            int fd = libc.socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
            if (fd < 0) {
                return "";
            }
            try {
                MemorySegment on = scratch.allocate(Integer.BYTES, Integer.BYTES);
                on.set(JAVA_INT, 0, 1);
                boolean joins =
                        libc.setsockopt(fd, SOL_UDP, UDP_GRO, on.address(), Integer.BYTES) == 0;
                on.set(JAVA_INT, 0, 0);
                boolean cuts =
                        libc.setsockopt(fd, SOL_UDP, UDP_SEGMENT, on.address(), Integer.BYTES) == 0;
                return joins && cuts ? "" : joins ? "UDP_SEGMENT" : cuts ? "UDP_GRO" : "both";
            } finally {
                libc.close(fd);
            }
        }
    }
}
