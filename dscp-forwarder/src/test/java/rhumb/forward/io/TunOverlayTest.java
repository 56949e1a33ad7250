package rhumb.forward.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import rhumb.net.Endpoint;
import rhumb.net.Epoch;
import rhumb.net.IpPrefix;
import rhumb.net.Label;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.southbound.message.InstalledRules;
import rhumb.southbound.rule.LinkSecurity;
import rhumb.southbound.rule.NeighborRule;
import rhumb.southbound.rule.PathRule;
import rhumb.southbound.rule.PopRule;
import rhumb.southbound.rule.PrefixRule;
import rhumb.southbound.rule.RouteRule;
import rhumb.southbound.rule.Rule;
import rhumb.southbound.rule.SecurityRule;

/**
 * Media servers that know nothing of Rhumb: server 1 - PoP 1 - PoP 2 - server 2, each in a network
 * namespace, the PoPs real forwarder processes with TUN devices, which run by the rules on their
 * disks.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TunOverlayTest {
    private static final int PINGS_UNTIL_THERE = 30;

    /** Prints the traffic class octets of so many pings that come in. */
    private static final String OCTETS =
            """
            import socket, struct, sys
            s = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(3))
            s.bind((sys.argv[1], 0)); s.settimeout(20); print('ready', flush=True)
            left = int(sys.argv[2])
            while left:
                p, a = s.recvfrom(2048)
                if a[2] == 4: continue  # outgoing
                if p[0] >> 4 == 4 and p[9] == 1 and p[20] == 8: print(p[1])
                elif p[0] >> 4 == 6 and p[6] == 58 and p[40] == 128:
                    print(struct.unpack('>H', p[:2])[0] >> 4 & 255)
                else: continue
                left -= 1
            """;

    /** Takes one connection, prints what came as a sum, and the segment size it saw. */
    private static final String SERVER =
            """
            import socket, hashlib, sys
            l = socket.create_server((sys.argv[1], 9000), family=socket.AF_INET6 if ':' in sys.argv[1] else socket.AF_INET)
            print('ready', flush=True); l.settimeout(30)
            c, a = l.accept(); h = hashlib.sha256(); mss = 0; c.settimeout(30)
            while True:
                d = c.recv(65536)
                if not d: break
                h.update(d)
            print(h.hexdigest(), c.getsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG))
            c.sendall(b'ok'); c.close()
            """;

    /** Sends 4 MB, prints their sum and the segment size. */
    private static final String CLIENT =
            """
            import socket, hashlib, random, sys
            d = random.Random(7).randbytes(4000000)
            s = socket.create_connection((sys.argv[1], 9000), 20); s.sendall(d); s.shutdown(socket.SHUT_WR)
            assert s.recv(2) == b'ok'
            print(hashlib.sha256(d).hexdigest(), s.getsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG))
            """;

    @TempDir static Path folder;
    private final Namespaces net = new Namespaces();

    @BeforeAll
    void startOverlay() throws IOException {
        Namespaces.assumeThereAreAny();
        for (String name : List.of("s1", "p1", "p2", "s2")) {
            net.add(name);
        }
        net.connect("p1", "p2");
        net.in("p1", "ip address add 172.31.0.1/30 dev p2");
        net.in("p2", "ip address add 172.31.0.2/30 dev p1");
        for (int n = 1; n <= 2; n++) {
            net.connect("s" + n, "p" + n);
            net.in("s" + n, "ip address add 10." + n + ".0.2/24 dev p" + n);
            net.in("p" + n, "ip address add 10." + n + ".0.1/24 dev s" + n);
            net.in("s" + n, "ip address add 2001:db8:" + n + "::2/64 dev p" + n + " nodad");
            net.in("p" + n, "ip address add 2001:db8:" + n + "::1/64 dev s" + n + " nodad");
            net.in("s" + n, "ip route add default via 10." + n + ".0.1");
            net.in("s" + n, "ip route add default via 2001:db8:" + n + "::1");
            startForwarder(n);
        }
        await("10.2.0.2");
        await("2001:db8:2::2");
    }

    @AfterAll
    void end() throws IOException {
        net.close();
    }

    private void startForwarder(int n) throws IOException {
        Path state = folder.resolve("p" + n);
        new RuleFile(state).store(new InstalledRules(new Epoch(1, 1), rules(n)));
        Path config = folder.resolve("p" + n + ".yaml");
        Files.writeString(
                config,
                """
                pop: p%1$d
                uplinks:
                  - data: 172.31.0.%1$d:4790
                    stream: 172.31.0.%1$d:4791
                controllers: ["127.0.0.1:9"]
                agent-socket: %2$s/p%1$d.sock
                state: %2$s/p%1$d
                metrics: 127.0.0.1:9472
                tun:
                  addresses: [10.%1$d.255.1/30, "2001:db8:%1$d:ff::1/126"]
                """
                        .formatted(n, folder));
        net.start(
                "p" + n,
                folder.resolve("p" + n + ".log"),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "rhumb.forward.Forwarder",
                "--config",
                config.toString());
    }

    private static List<Rule> rules(int n) {
        int other = 3 - n;
        List<Rule> rules = new ArrayList<>();
        // No controller is there to tell keys.
        rules.add(new SecurityRule(LinkSecurity.NONE));
        for (int p = 1; p <= 2; p++) {
            rules.add(new PopRule(p, new PopId("p" + p), p == n));
            rules.add(new PrefixRule(IpPrefix.parse("10." + p + ".0.0/16"), p));
            rules.add(new PrefixRule(IpPrefix.parse("2001:db8:" + p + "::/48"), p));
        }
        Endpoint at = Endpoint.parse("172.31.0." + other + ":4790");
        LinkId link = LinkId.between(new PopId("p" + n), new PopId("p" + other));
        rules.add(new NeighborRule(new Label(other), link, other, at, at.withPort(4_791)));
        PathRule direct = new PathRule(List.of(new Label(other)), -1);
        for (TrafficClass c : TrafficClass.ALL) {
            rules.add(new RouteRule(other, c, RouteRule.Direction.TO, List.of(direct)));
        }
        return rules;
    }

    private void await(String target) throws IOException {
        for (int i = 0; i < PINGS_UNTIL_THERE; i++) {
            // A refusal comes at once, so each try takes its second by itself.
            if (net.tryIn("s1", "ping", "-n", "-c", "2", "-i", "1", "-W", "1", target).ok()) {
                return;
            }
        }
        throw new IOException(
                "no answer; PoP 1 says: " + Files.readString(folder.resolve("p1.log")));
    }

    @Test
    void pingsKeepTheirCodePoint() throws IOException, InterruptedException {
        for (String target : List.of("10.2.0.2", "2001:db8:2::2")) {
            Path seen = folder.resolve("seen");
            Process sniffer = net.start("s2", seen, "python3", "-c", OCTETS, "p2", "5");
            awaitReady(seen);
            String told = net.in("s1", "ping -n -c 5 -i 0.2 -W 2 -Q 0xb8 " + target);
            assertThat(told).contains("5 received, 0% packet loss");
            assertThat(sniffer.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(Files.readAllLines(seen))
                    .containsExactly("ready", "184", "184", "184", "184", "184");
        }
        String metrics = net.tryIn("p1", "python3", "-c", SCRAPE).output();
        assertThat(metrics)
                .contains("packets_in_total{from=\"tun\",} ")
                .doesNotContain("from=\"tun\",} 0.0");
    }

    private static final String SCRAPE =
            "import urllib.request as r; print(r.urlopen('http://127.0.0.1:9472/metrics').read())";

    @Test
    void connectionsCarryWholeFilesInSegmentsThatFit() throws IOException, InterruptedException {
        for (String target : List.of("10.2.0.2", "2001:db8:2::2")) {
            Path log = folder.resolve("server");
            Process server = net.start("s2", log, "python3", "-c", SERVER, target);
            awaitReady(log);
            var client = net.tryIn("s1", "python3", "-c", CLIENT, target);
            assertThat(client.ok()).as(client.output()).isTrue();
            assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
            String[] sent = client.output().strip().split(" ", -1);
            String[] got = Files.readAllLines(log).get(1).split(" ", -1);
            assertThat(got[0]).isEqualTo(sent[0]);
            // Both cables take 1,500 bytes; without the clamp segments would begin at 1,448. The
            // 12 bytes are those of the time stamps.
            int headers = target.contains(":") ? 60 : 40;
            int fits = rhumb.forward.tun.TunOptions.MAX_MTU - headers - 12;
            assertThat(Integer.parseInt(sent[1])).isBetween(1_000, fits);
            assertThat(Integer.parseInt(got[1])).isBetween(1_000, fits);
        }
    }

    @Test
    void whatIsTooLongIsSentBackWithTheMtu() throws IOException {
        int mtu = rhumb.forward.tun.TunOptions.MAX_MTU;
        // The kernel of the PoP answers by the MTU of the device.
        assertThat(tooLong("10.2.0.2")).contains("mtu = " + mtu);
        assertThat(tooLong("2001:db8:2::2")).containsPattern("mtu ?= ?" + mtu);
        // With a device that takes more, the forwarder does.
        net.in("p1", "ip link set rhumb0 mtu 1500");
        try {
            net.in("s1", "ip route flush cache");
            net.in("s1", "ip -6 route flush cache");
            assertThat(tooLong("10.2.0.2")).contains("From 10.1.255.2").contains("mtu = " + mtu);
            assertThat(tooLong("2001:db8:2::2"))
                    .contains("From 2001:db8:1:ff::2")
                    .containsPattern("mtu ?= ?" + mtu);
        } finally {
            net.in("p1", "ip link set rhumb0 mtu " + mtu);
        }
    }

    private String tooLong(String target) throws IOException {
        return net.tryIn("s1", "ping", "-n", "-c", "1", "-W", "2", "-M", "do", "-s", "1430", target)
                .output();
    }

    @Test
    void theOverlayIsOneHop() throws IOException {
        // The PoP's kernel takes the first hop, the forwarder would take the second.
        assertThat(
                        net.tryIn("s1", "ping", "-n", "-c", "1", "-W", "2", "-t", "2", "10.2.0.2")
                                .output())
                .contains("From 10.1.255.2")
                .contains("Time to live exceeded");
        assertThat(net.in("s1", "ping -n -c 1 -W 2 -t 4 10.2.0.2")).contains("1 received");
    }

    private static void awaitReady(Path log) throws IOException {
        long deadlineNs = System.nanoTime() + 20_000_000_000L;
        while (!Files.readString(log).startsWith("ready")) {
            if (System.nanoTime() > deadlineNs) {
                throw new IOException("not ready: " + Files.readString(log));
            }
            LockSupport.parkNanos(20_000_000L);
        }
    }
}
