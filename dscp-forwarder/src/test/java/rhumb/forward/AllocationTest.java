package rhumb.forward;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import rhumb.forward.crypto.Aead;
import rhumb.forward.crypto.JdkAead;
import rhumb.forward.crypto.KeyRing;
import rhumb.forward.fib.FibPath;
import rhumb.forward.fib.FibRoute;
import rhumb.forward.io.Aeads;
import rhumb.forward.link.SendingThread;
import rhumb.forward.path.BypassSelector;
import rhumb.forward.path.PathSelector;
import rhumb.forward.wire.Introduction;
import rhumb.net.ClassSet;
import rhumb.net.Endpoint;
import rhumb.net.LinkId;
import rhumb.southbound.message.LinkPassive;
import rhumb.southbound.message.Message;
import rhumb.southbound.rule.KeyRule;
import rhumb.southbound.rule.LinkSecurity;
import rhumb.southbound.rule.ServiceRule;

/** Ingress, relay and egress of a packet allocate nothing. */
class AllocationTest {
    private static final int PACKETS = 200_000;

    private record Introduced(Endpoint to, ByteBuffer bytes) {}

    /** Hands each datagram to the next core at once; a name per hop, no queue. */
    private static final class Hop implements ForwarderCore.Sink {
        private @Nullable ForwarderCore next;
        private int nextUplink;
        private final Endpoint self;
        private final ByteBuffer wire = ByteBuffer.allocateDirect(2_048);
        private final List<Introduced> introductions = new ArrayList<>();
        long delivered;
        long nowNs;

        Hop(int number) {
            self = TestNet.address(number);
        }

        @Override
        public void overlay(
                int uplink, Endpoint to, int octet, ByteBuffer b, int offset, int length) {
            if (length == Introduction.BYTES) {
                byte[] bytes = new byte[length];
                b.get(offset, bytes);
                introductions.add(new Introduced(to, ByteBuffer.wrap(bytes)));
                return;
            }
            wire.put(0, b, offset, length);
            if (next != null) {
                next.onOverlay(nowNs, nowNs, nextUplink, self, octet, wire, 0, length);
            }
        }

        @Override
        public void target(
                int session, Endpoint target, int octet, ByteBuffer b, int offset, int length) {
            delivered++;
        }

        @Override
        public void client(
                int service, Endpoint client, int octet, ByteBuffer b, int offset, int length) {}

        @Override
        public void closeSession(int session) {}

        @Override
        public void passive(LinkPassive passive) {}

        @Override
        public void controller(Message message) {}

        @Override
        public void keys(KeyRing ring) {}

        @Override
        public void listeners(List<ServiceRule> services) {}

        @Override
        public void switched(FibRoute route, FibPath from, FibPath to, PathSelector.Cause cause) {}

        @Override
        public void bypass(
                LinkId link, ClassSet classes, boolean begins, BypassSelector.Cause cause) {}
    }

    @Test
    void aPacketFromClientToServerAllocatesNothing() {
        run(LinkSecurity.NONE, new JdkAead());
    }

    @Test
    void noMoreDoesASealedOne() {
        Aead aead = Aeads.open();
        Assumptions.assumeTrue(!aead.name().equals("jdk"), "the JDK's allocates");
        run(LinkSecurity.ENCRYPT, aead);
    }

    private static void run(LinkSecurity security, Aead aead) {
        TestNet net = new TestNet(3);
        net.security = security;
        Hop[] hops = new Hop[4];
        ForwarderCore[] cores = new ForwarderCore[4];
        for (int n = 1; n <= 3; n++) {
            hops[n] = new Hop(n);
            cores[n] =
                    new ForwarderCore(
                            TestNet.pop(n),
                            ForwarderOptions.STANDARD,
                            new Credentials(
                                    new SendingThread(0, 1),
                                    TestNet.credentials(n, 1).keys(),
                                    aead),
                            new Random(n),
                            hops[n],
                            0,
                            1_000_000_000_000L);
            // Paced, so that the queue is part of it; fast enough not to fill.
            cores[n].restore(
                    0,
                    new rhumb.southbound.message.InstalledRules(
                            new rhumb.net.Epoch(1, 1), overTwoLinks(net, n)));
        }
        for (int n = 1; n <= 2; n++) {
            hops[n].next = cores[n + 1];
            hops[n].nextUplink = cores[n + 1].uplink("main");
        }
        introduce(cores, hops);
        Endpoint client = Endpoint.parse("198.51.100.1:4000");
        ByteBuffer payload = ByteBuffer.allocateDirect(160);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        send(cores, hops, client, payload, 0, PACKETS);
        long before = threads.getCurrentThreadAllocatedBytes();
        send(cores, hops, client, payload, PACKETS, PACKETS);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(hops[3].delivered).isEqualTo(2L * PACKETS);
        // Less than a byte a packet: one object each would be 16 at least.
        assertThat(allocated).isLessThan(PACKETS);
    }

    /** Everybody agrees with everybody, and learns of each other's life. */
    private static void introduce(ForwarderCore[] cores, Hop[] hops) {
        for (int n = 1; n <= 3; n++) {
            for (int i = 0; i < 4; i++) {
                cores[n].onDeadline(0);
            }
        }
        for (int n = 1; n <= 3; n++) {
            for (Introduced told : hops[n].introductions) {
                int to = told.to.ipv4() & 0xff;
                cores[to].onOverlay(
                        0,
                        0,
                        cores[to].uplink("main"),
                        hops[n].self,
                        0,
                        told.bytes,
                        0,
                        told.bytes.capacity());
            }
        }
    }

    private static List<rhumb.southbound.rule.Rule> overTwoLinks(TestNet net, int n) {
        var rules = new ArrayList<>(net.rules(n, 400_000_000));
        for (int other = 1; other <= 3; other++) {
            if (other != n && net.security != LinkSecurity.NONE) {
                rules.add(new KeyRule(other, TestNet.credentials(other, 1).keys().publicKeys()));
            }
        }
        rules.replaceAll(rule ->
                rule instanceof rhumb.southbound.rule.RouteRule route && n == 1 && route.pop() == 3
                        ? new rhumb.southbound.rule.RouteRule(
                                3,
                                route.trafficClass(),
                                route.direction(),
                                List.of(TestNet.path(2, 3)))
                        : rule);
        return rules;
    }

    private static void send(
            ForwarderCore[] cores,
            Hop[] hops,
            Endpoint client,
            ByteBuffer payload,
            int from,
            int count) {
        for (int i = from; i < from + count; i++) {
            long nowNs = i * 5_000L;
            for (int n = 1; n <= 3; n++) {
                hops[n].nowNs = nowNs;
            }
            int octet = i % 4 == 0 ? TestNet.AUDIO : TestNet.BULK;
            cores[1].onClient(nowNs, TestNet.SERVICE, client, octet, payload, 0, 160);
            for (int n = 1; n <= 3; n++) {
                if (cores[n].scheduler(0).nextDeadlineNs() <= nowNs) {
                    cores[n].scheduler(0).onDeadline(nowNs);
                }
            }
        }
        for (int n = 1; n <= 3; n++) {
            hops[n].nowNs = (from + count) * 5_000L;
            cores[n].scheduler(0).onDeadline(hops[n].nowNs);
        }
    }
}
