package rhumb.forward.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rhumb.forward.ForwarderOptions;
import rhumb.forward.wire.OverlayHeader;
import rhumb.host.udp.DatagramHandler;
import rhumb.host.udp.DatagramIo;
import rhumb.host.udp.DatagramIos;
import rhumb.host.udp.SocketUse;
import rhumb.net.Endpoint;
import rhumb.net.Epoch;
import rhumb.net.Label;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.southbound.message.InstalledRules;
import rhumb.southbound.rule.LinkSecurity;
import rhumb.southbound.rule.NeighborRule;
import rhumb.southbound.rule.PopRule;
import rhumb.southbound.rule.Rule;
import rhumb.southbound.rule.SecurityRule;

/** A whole process on real sockets: what a neighbour sends goes on to another one. */
class PacketLoopTest {
    private static final Endpoint ANY_PORT = Endpoint.parse("127.0.0.1:0");
    private static final PopId SELF = new PopId("transit");
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int TRAIN = 32;
    private static final int SIZE = 200;

    @TempDir Path folder;

    private final ByteBuffer packet = ByteBuffer.allocateDirect(SIZE);
    private final List<Integer> came = new ArrayList<>();
    private DatagramIo io;
    private ForwarderProcess forwarder;
    private Endpoint uplink;
    private int before;
    private int behind;
    private int seq;
    private int taken;

    @BeforeEach
    void start() throws IOException {
        io = DatagramIos.open();
        before = io.open(ANY_PORT, SocketUse.MEDIA);
        behind = io.open(ANY_PORT, SocketUse.MEDIA);
        int free = io.open(ANY_PORT);
        uplink = io.local(free);
        io.close(free);
        List<Rule> rules = new ArrayList<>();
        rules.add(new PopRule(1, SELF, true));
        rules.add(new SecurityRule(LinkSecurity.NONE));
        neighbor(rules, 2, io.local(before));
        neighbor(rules, 3, io.local(behind));
        new RuleFile(folder).store(new InstalledRules(new Epoch(1, 1), rules));
        ForwarderConfig config =
                new ForwarderConfig(
                        SELF,
                        List.of(new ForwarderConfig.Uplink("main", uplink, ANY_PORT)),
                        ANY_PORT,
                        List.of("127.0.0.1:1"),
                        folder.resolve("agent.sock"),
                        folder,
                        ANY_PORT,
                        null,
                        ForwarderOptions.REKEY_NS);
        forwarder = ForwarderProcess.start(config, null);
    }

    @AfterEach
    void stop() {
        forwarder.close();
        io.close();
    }

    @Test
    void trainsOfManyFlowsKeepTheirOrder() throws IOException {
        DatagramHandler collect =
                (socket, from, octet, hops, at, buffer, offset, length) -> {
                    if (length == SIZE && socket == behind) {
                        came.add(OverlayHeader.flowSeq(buffer, offset));
                        assertThat(OverlayHeader.labelsLeft(buffer, offset)).isZero();
                    }
                };
        int total = 50 * TRAIN;
        for (int i = 0; i < total; i++) {
            send(i);
            if (i % 100 == 99) {
                io.flush();
                io.poll(0, collect);
            }
        }
        io.flush();
        for (long endNs = System.nanoTime() + 10 * SECOND_NS;
                came.size() < total && System.nanoTime() < endNs; ) {
            io.poll(SECOND_NS, collect);
        }
        assertThat(came).hasSize(total).isSorted();
    }

    /**
     * Counted, not timed: an object for each packet would be 16 bytes at least. The linker makes
     * some 40 bytes for each call into the C library, a few of which serve a train.
     */
    @Test
    void aPacketThroughTheWholeLoopAllocatesNothing() throws IOException {
        long thread = packetThread();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        DatagramHandler count =
                (socket, from, octet, hops, at, buffer, offset, length) ->
                        taken += length == SIZE && socket == behind ? 1 : 0;
        int packets = 200 * TRAIN;
        long best = Long.MAX_VALUE;
        for (int round = 0; round < 60 && best > packets * 12L; round++) {
            long allocated = threads.getThreadAllocatedBytes(thread);
            for (int i = 0; i < packets; i += TRAIN) {
                int wanted = taken + TRAIN;
                for (int j = 0; j < TRAIN; j++) {
                    send(i);
                }
                io.flush();
                while (taken < wanted) {
                    assertThat(io.poll(10 * SECOND_NS, count)).isPositive();
                }
            }
            best = Math.min(best, threads.getThreadAllocatedBytes(thread) - allocated);
        }
        assertThat(best).as("bytes for %d packets", packets).isLessThanOrEqualTo(packets * 12L);
    }

    private void send(int flowSeq) {
        OverlayHeader.begin(packet, 0, OverlayHeader.TYPE_DATA, 0, 0, TrafficClass.VIDEO.code(), 3);
        OverlayHeader.stamp(packet, 0, 0, 1, ++seq, 0);
        OverlayHeader.pops(packet, 0, 2, 3);
        OverlayHeader.labelCount(packet, 0, 1);
        OverlayHeader.flow(packet, 0, 1, 1, flowSeq);
        OverlayHeader.budget(packet, 0, OverlayHeader.NO_TIME_LIMIT);
        OverlayHeader.label(packet, 0, 0, 3);
        io.send(before, uplink, 0, packet, 0, SIZE);
    }

    private static void neighbor(List<Rule> rules, int number, Endpoint at) {
        PopId pop = new PopId("p" + number);
        rules.add(new PopRule(number, pop, false));
        LinkId link = LinkId.between(SELF, pop);
        rules.add(new NeighborRule(new Label(number), link, number, at, at));
    }

    private static long packetThread() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("packets"))
                .findFirst()
                .orElseThrow()
                .threadId();
    }
}
