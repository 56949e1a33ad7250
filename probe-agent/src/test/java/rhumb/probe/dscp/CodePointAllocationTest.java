package rhumb.probe.dscp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import rhumb.net.Endpoint;
import rhumb.net.LinkId;
import rhumb.probe.stamp.Arrival;
import rhumb.probe.stamp.Reflector;
import rhumb.probe.stamp.ReflectorSession;
import rhumb.probe.stamp.SenderSession;
import rhumb.probe.stamp.StampOptions;
import rhumb.probe.stamp.StampPacket;
import rhumb.southbound.dscp.Behaviour;

/** Trying code points in the background costs no garbage once everything is warm. */
class CodePointAllocationTest {
    private static final long MS = 1_000_000L;
    private static final long CLOCK = 1_790_000_000_000_000_000L;
    private static final Endpoint FAR = Endpoint.parse("192.0.2.1:862");
    private static final int BYTES = 52;

    private final Reflector reflector = new Reflector(StampOptions.STANDARD, null);
    private final ReflectorSession session = new ReflectorSession(9, true);
    private final Arrival arrival = new Arrival();
    private final ByteBuffer there = ByteBuffer.allocate(BYTES);
    private final ByteBuffer back = ByteBuffer.allocate(BYTES);
    private final CodePointProbing probing =
            new CodePointProbing(new CodePointProbing.Sink() {}, this::probe);
    private final LinkCodePoints link =
            probing.add(LinkId.parse("fra->sin"), new SenderSession(9, FAR));
    private int answers;

    /** Goes out and comes back at once, without its low bits on the way there. */
    private void probe(long nowNs, LinkCodePoints of, int codePoint) {
        int length = of.write(nowNs, CLOCK + nowNs, there, BYTES, codePoint);
        arrival.set(CLOCK + nowNs, (codePoint & 0x38) << 2, 60, FAR, FAR, true);
        int octet =
                reflector.reflect(
                        nowNs, CLOCK + nowNs, arrival, session, there, 0, length, back, 0);
        answers += of.session().onReply(nowNs, FAR, octet, back, 0, length) == null ? 1 : 0;
        int sequence = StampPacket.OPEN.senderSequence(back, 0);
        probing.onReply(nowNs, of, sequence, StampPacket.OPEN.sequence(back, 0));
    }

    private void run(int from, int probes) {
        for (int i = from; i < from + probes; i++) {
            long nowNs = 2 * MS * i;
            probing.onOrdinaryProbe(nowNs);
            while (probing.nextDeadlineNs() <= nowNs) {
                probing.onDeadline(nowNs);
            }
        }
    }

    @Test
    void aProbeOfACodePointAllocatesNothing() {
        run(1, 1_000_000);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        int warm = answers;
        run(1_000_001, 1_000_000);
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(answers - warm).isEqualTo(1_000_000 / CodePointProbing.SHARE);
        assertThat(bytes).isLessThan(answers - warm);
        assertThat(Behaviour.of(link.outgoing())).hasToString("Bleach-low");
        assertThat(Behaviour.of(link.incoming())).hasToString("none");
    }
}
