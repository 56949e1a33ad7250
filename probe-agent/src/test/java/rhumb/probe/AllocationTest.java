package rhumb.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import rhumb.net.Endpoint;
import rhumb.net.LinkId;
import rhumb.probe.estimate.CommonLateness;
import rhumb.probe.estimate.LinkEstimator;
import rhumb.probe.stamp.Arrival;
import rhumb.probe.stamp.PacketSeal;
import rhumb.probe.stamp.Reflector;
import rhumb.probe.stamp.ReflectorSession;
import rhumb.probe.stamp.SenderSession;
import rhumb.probe.stamp.StampKey;
import rhumb.probe.stamp.StampOptions;
import rhumb.probe.stamp.StampPacket;
import rhumb.probe.stamp.WireClock;
import rhumb.probe.stamp.WireTime;

/** A probe, its answer and what both tell cost no garbage once everything is warm. */
class AllocationTest {
    private static final long MS = 1_000_000L;
    private static final long CLOCK = 1_790_000_000_000_000_000L;
    private static final Endpoint FAR = Endpoint.parse("192.0.2.1:862");

    /** The JDK's HMAC makes one digest of 32 bytes, 48 with its header; four a probe. */
    private static final int AUTHENTICATED_BYTES = 4 * 48;

    private StampOptions options = StampOptions.STANDARD;
    private @Nullable PacketSeal seal;
    private SenderSession sender = new SenderSession(9, FAR);
    private Reflector reflector = new Reflector(options, null);
    private final ReflectorSession session = new ReflectorSession(9, true);
    private final Arrival arrival = new Arrival();
    private final LinkEstimator estimator =
            new LinkEstimator(
                    LinkId.parse("fra->sin"),
                    100 * MS,
                    AgentNet.TARGETS,
                    10_000 * MS,
                    true,
                    CommonLateness.NONE,
                    0);
    private final ByteBuffer there = ByteBuffer.allocate(112);
    private final ByteBuffer back = ByteBuffer.allocate(112);
    private final SplittableRandom random = new SplittableRandom(1);
    private long now;

    @Test
    void aProbeAllocatesNothing() {
        assertThat(bytesPerProbe()).isLessThan(1);
    }

    @Test
    void anAuthenticatedProbeAllocatesItsDigests() {
        StampKey key = StampKey.parse("5a".repeat(32));
        options = new StampOptions(true, false, WireClock.STANDARD, key);
        seal = new PacketSeal(key);
        sender = new SenderSession(9, FAR, options, seal);
        reflector = new Reflector(options, seal);
        assertThat(bytesPerProbe()).isLessThan(AUTHENTICATED_BYTES + 1);
    }

    private double bytesPerProbe() {
        run(50_000);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        int probes = 50_000;
        run(probes);
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(sender.accepted()).isGreaterThan(probes);
        return bytes / (double) probes;
    }

    private boolean genuine(ByteBuffer b) {
        return seal == null || seal.baseIsGenuine(b, 0);
    }

    private void run(int probes) {
        StampPacket packet = options.packet();
        int length = packet.bytes();
        for (int i = 0; i < probes; i++) {
            now += 100 * MS;
            sender.write(now, CLOCK + now, there, 0, length);
            if (random.nextInt(100) > 0 && genuine(there)) {
                arrival.set(CLOCK + now, 0, 60, FAR, FAR, true);
                reflector.reflect(now, CLOCK + now, arrival, session, there, 0, length, back, 0);
                session.arrivals().onArrival(packet.sequence(there, 0));
                long departed = WireTime.unixNs(packet.timestamp(there, 0), 1);
                estimator.onProbe(now + 20 * MS, session.arrivals(), now - departed);
                if (genuine(back)
                        && sender.onReply(now + 40 * MS, FAR, 0, back, 0, length) == null) {
                    estimator.onReply(now + 40 * MS, sender);
                }
            }
            estimator.onDeadline(now + 50 * MS);
            estimator.pollOutgoing();
            estimator.pollIncoming();
        }
    }
}
