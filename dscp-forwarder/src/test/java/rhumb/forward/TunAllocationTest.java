package rhumb.forward;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import rhumb.forward.tun.IpPackets;
import rhumb.forward.tun.TunOptions;
import rhumb.net.IpPrefix;
import rhumb.southbound.rule.PrefixRule;
import rhumb.southbound.rule.Rule;

/** An IP packet that enters, is refused or answered, allocates nothing. */
class TunAllocationTest {
    private static final int PACKETS = 100_000;

    private final TestNet net = new TestNet(2).installAll();

    @Test
    void packetsOutOfTheDeviceAllocateNothing() {
        TestNet.Node node = net.node(1);
        node.discards = true;
        node.core.openTun(new TunOptions(1_280, null, null));
        net.install(1, TunAllocationTest::withPrefixes);
        ByteBuffer udp = IpPackets.golden("udp6");
        ByteBuffer big = IpPackets.golden("big4");
        // Written anew each time: the packet that enters loses a hop.
        ByteBuffer entering = ByteBuffer.allocateDirect(2_048);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        enter(node, udp, big, entering);
        long before = threads.getCurrentThreadAllocatedBytes();
        enter(node, udp, big, entering);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(node.core.counters().fromTun).isEqualTo(2L * PACKETS);
        assertThat(allocated).isLessThan(PACKETS);
    }

    private void enter(TestNet.Node node, ByteBuffer udp, ByteBuffer big, ByteBuffer entering) {
        for (int i = 0; i < PACKETS; i++) {
            ByteBuffer golden = i % 4 == 0 ? big : udp;
            entering.put(0, golden, 0, golden.capacity());
            net.nowNs += 50_000;
            node.core.onTun(net.nowNs, entering, 0, golden.capacity());
        }
    }

    private static List<Rule> withPrefixes(List<Rule> rules) {
        rules.add(new PrefixRule(IpPrefix.parse("10.1.0.0/16"), 1));
        rules.add(new PrefixRule(IpPrefix.parse("10.3.0.0/16"), 2));
        rules.add(new PrefixRule(IpPrefix.parse("2001:db8:1::/48"), 1));
        rules.add(new PrefixRule(IpPrefix.parse("2001:db8:3::/48"), 2));
        return rules;
    }
}
