package rhumb.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import rhumb.net.Endpoint;
import rhumb.net.LinkId;
import rhumb.probe.estimate.LinkEstimator;
import rhumb.probe.stamp.ReflectorSession;
import rhumb.probe.stamp.SenderSession;
import rhumb.probe.stamp.StampPacket;
import rhumb.probe.stamp.WireTime;

/** A probe, its answer and what both tell cost no garbage once everything is warm. */
class AllocationTest {
    private static final long MS = 1_000_000L;
    private static final long CLOCK = 1_790_000_000_000_000_000L;
    private static final Endpoint FAR = Endpoint.parse("192.0.2.1:862");

    private final SenderSession sender = new SenderSession(9, FAR);
    private final ReflectorSession reflector = new ReflectorSession(9, true);
    private final LinkEstimator estimator =
            new LinkEstimator(
                    LinkId.parse("fra->sin"), 100 * MS, AgentNet.TARGETS, 10_000 * MS, true, 0);
    private final ByteBuffer there = ByteBuffer.allocate(44);
    private final ByteBuffer back = ByteBuffer.allocate(44);
    private final SplittableRandom random = new SplittableRandom(1);
    private long now;

    @Test
    void aProbeAllocatesNothing() {
        run(50_000);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        int probes = 50_000;
        run(probes);
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(bytes).isLessThan(probes);
        assertThat(sender.accepted()).isGreaterThan(probes);
    }

    private void run(int probes) {
        for (int i = 0; i < probes; i++) {
            now += 100 * MS;
            sender.write(now, CLOCK + now, there, 0, 44);
            if (random.nextInt(100) > 0) {
                reflector.reflect(
                        now + 20 * MS, CLOCK + now, CLOCK + now, 60, there, 0, 44, back, 0);
                reflector.arrivals().onArrival(StampPacket.sequence(there, 0));
                long departed = WireTime.unixNs(StampPacket.timestamp(there, 0), 1);
                estimator.onProbe(now + 20 * MS, reflector.arrivals(), now - departed);
                if (sender.onReply(now + 40 * MS, FAR, back, 0) == null) {
                    estimator.onReply(now + 40 * MS, sender);
                }
            }
            estimator.onDeadline(now + 50 * MS);
            estimator.pollOutgoing();
            estimator.pollIncoming();
        }
    }
}
