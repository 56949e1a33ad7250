package rhumb.probe.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import rhumb.net.ClassTarget;
import rhumb.net.Endpoint;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.probe.AgentCore;
import rhumb.probe.AgentOptions;
import rhumb.probe.stamp.Arrival;
import rhumb.probe.stamp.ProbeTlvs;
import rhumb.probe.stamp.Reflector;
import rhumb.probe.stamp.ReflectorSession;
import rhumb.probe.stamp.SenderSession;
import rhumb.probe.stamp.StampOptions;
import rhumb.probe.stamp.WireClock;
import rhumb.southbound.link.LinkEstimate;
import rhumb.southbound.link.LinkView;
import rhumb.southbound.message.LinkHealth;
import rhumb.southbound.message.LinkReport;
import rhumb.southbound.message.ProbePlan;

/**
 * Programs of others read our packets, are answered by us and answer us: scapy's STAMP layers and
 * Wireshark's TWAMP dissector.
 */
@Timeout(120)
class InteropTest {
    private static final long MS = 1_000_000L;
    private static final Endpoint FROM = Endpoint.parse("192.0.2.1:20000");
    private static final Endpoint REFLECTOR = Endpoint.parse("198.51.100.1:862");
    private static final long SENT = 1_790_000_000_250_000_000L;
    private static final String SENT_NTP = "3998988800.25";
    private static final int EF = 46 << 2;

    @TempDir private Path folder;

    @Test
    void scapyReadsWhatWeWrite() throws IOException {
        Tool.requireScapy();
        List<String> lines = Tool.scapy(folder, "read", exchange().file().toString()).end();
        String t1 = "t=" + SENT_NTP;
        assertThat(lines.get(0)).startsWith("seq=0 " + t1).endsWith(" est=0/0/15/132 ssid=77");
        assertThat(lines.get(1))
                .startsWith("seq=0 t=3998988800.251")
                .contains(" est=0/0/15/132 ssid=77 sender=0 t1=" + SENT_NTP)
                .contains(" t2=3998988800.2505")
                .endsWith(" est1=0/0/15/132 ttl=61");
        assertThat(lines.get(2))
                .startsWith("seq=1 " + t1)
                .contains(" tlv=80:4:4:b8000000 tlv=80:2:44:")
                .contains(" tlv=80:3:4:00000000 tlv=80:5:12:000000020000000000000000")
                .contains(" tlv=80:7:16:" + "00".repeat(16))
                .endsWith(" tlv=80:1:40:" + "00".repeat(40));
        assertThat(lines.get(3))
                .contains(" sender=1 t1=" + SENT_NTP)
                .contains(" tlv=00:4:4:bb800000 tlv=00:2:44:035e4e20")
                .contains(" tlv=00:3:4:05020502 tlv=00:5:12:000000020000000200000001")
                .contains(" tlv=00:7:16:00000000ee5bba0040418937")
                .endsWith(" tlv=00:1:40:" + "00".repeat(40));
    }

    @Test
    void tsharkReadsWhatWeWrite() throws IOException {
        Tool.require("tshark", "tshark", "--version");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "sh",
                                "-c",
                                "exec \"$@\" 2>/dev/null",
                                "sh",
                                "tshark",
                                "-r",
                                exchange().file().toString(),
                                "-d",
                                "udp.port==862,twamp.test",
                                "-T",
                                "fields",
                                "-E",
                                "separator=|"));
        for (String name :
                List.of(
                        "seq_number",
                        "timestamp",
                        "error_estimate",
                        "receive_timestamp",
                        "sender_seq_number",
                        "sender_timestamp",
                        "sender_error_estimate",
                        "sender_ttl")) {
            command.add("-e");
            command.add("twamp.test." + name);
        }
        List<String> lines = Tool.start(command).end();
        String estimate = "3972";
        assertThat(lines.get(0)).startsWith("0|").contains("|" + estimate + "|");
        List<String> reply = List.of(lines.get(3).split("\\|", -1));
        assertThat(reply.get(0)).isEqualTo("1");
        // It rounds binary fractions down.
        assertThat(reply.get(1)).contains("14:13:20.250999");
        assertThat(reply.get(2)).isEqualTo(estimate);
        assertThat(reply.get(3)).contains("14:13:20.250499");
        assertThat(reply.get(4)).isEqualTo("1");
        assertThat(reply.get(5)).contains("14:13:20.250000");
        assertThat(reply.get(6)).isEqualTo(estimate);
        assertThat(reply.get(7)).isEqualTo("61");
    }

    @Test
    void scapyIsAnswered() throws IOException {
        Tool.requireScapy();
        int port = freePort();
        StampOptions strangers = new StampOptions(true, true, WireClock.STANDARD, null);
        try (ProbeLoop loop = loop(port, AgentOptions.STANDARD.with(strangers))) {
            loop.loop().start();
            List<String> lines = Tool.scapy(folder, "send", Integer.toString(port)).end();
            assertThat(lines.get(0))
                    .startsWith("seq=70 t=")
                    .contains(" ssid=9 sender=70 t1=2208989800.5 ")
                    .contains(" est1=0/0/0/1 ");
            // A stranger has no say in the code point: RP 1, and EF arrived.
            assertThat(lines.get(1))
                    .contains(" sender=71 ")
                    .contains(" tlv=00:4:4:bae10000 tlv=00:5:12:000000010000000200000001")
                    .contains(" tlv=80:200:3:616263 tlv=00:1:5:0000000000");
            assertThat(lines.get(2))
                    .startsWith("twamp bytes=41 ")
                    .contains(" sender=72 t1=1000:2147483648 ttl=64");
        }
    }

    @Test
    void scapyAnswersUs() throws Exception {
        Tool.requireScapy();
        int port = freePort();
        Endpoint peer = Endpoint.parse("127.0.0.1:" + port);
        AgentOptions padded = new AgentOptions(StampOptions.STANDARD, 80, EF, 10_000 * MS);
        Tool.Run scapy = Tool.scapy(folder, "reflect", Integer.toString(port), "20");
        assertThat(scapy.line()).isEqualTo("ready");
        try (ProbeLoop loop = loop(freePort(), padded)) {
            LinkId link = LinkId.parse("fra->sin");
            List<ClassTarget> targets =
                    TrafficClass.ALL.stream().map(ClassTarget::standard).toList();
            ProbePlan plan =
                    new ProbePlan(
                            1, List.of(new ProbePlan.ProbedLink(link, peer, 10 * MS)), targets);
            loop.loop().start();
            loop.loop().tell(core -> core.onPlan(System.nanoTime(), plan));
            List<String> lines = scapy.end();
            assertThat(lines).hasSize(20);
            assertThat(lines.get(19)).startsWith("seq=19 ").endsWith(":1:32:" + "00".repeat(32));
            // The last answer may still be in the socket when scapy is gone.
            long patience = System.nanoTime() + 5_000 * MS;
            long replies = 0;
            while (replies < 20 && System.nanoTime() < patience) {
                replies = ask(loop, core -> core.counters().repliesReceived());
            }
            assertThat(replies).isEqualTo(20);
            List<LinkEstimate> estimates = ask(loop, core -> core.estimates(System.nanoTime()));
            assertThat(estimates).anyMatch(e -> e.view() == LinkView.SENDER && e.rttNs() > 0);
        }
    }

    private static <T> T ask(ProbeLoop loop, Function<AgentCore, T> question) throws Exception {
        return loop.loop().ask(question).get(5, TimeUnit.SECONDS);
    }

    /** A probe and its answer without TLVs, then with all that there are. */
    private Pcap exchange() throws IOException {
        Pcap pcap = new Pcap(folder.resolve("stamp.pcap"));
        SenderSession sender = new SenderSession(77, REFLECTOR);
        Reflector reflector = new Reflector(StampOptions.STANDARD, null);
        ReflectorSession session = new ReflectorSession(77, true);
        Arrival arrival = new Arrival();
        arrival.set(SENT + MS / 2, 56 << 2, 61, FROM, REFLECTOR, true);
        ByteBuffer probe = ByteBuffer.allocate(400);
        ByteBuffer reply = ByteBuffer.allocate(400);
        ProbeTlvs all = new ProbeTlvs(46, true, true, true, true);
        for (ProbeTlvs tlvs : List.of(ProbeTlvs.NONE, all)) {
            int padded = tlvs.location() ? 44 + all.bytes() + 44 : 0;
            int length = sender.write(0, SENT, probe, 0, padded, tlvs);
            pcap.add(FROM, REFLECTOR, probe, length);
            reflector.reflect(0, SENT + MS, arrival, session, probe, 0, length, reply, 0);
            pcap.add(REFLECTOR, FROM, reply, length);
        }
        return pcap;
    }

    private static ProbeLoop loop(int port, AgentOptions options) throws IOException {
        return new ProbeLoop(
                new PopId("fra"),
                options,
                new SplittableRandom(5),
                Map.of("main", Endpoint.parse("127.0.0.1:" + port)),
                new Silence());
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static final class Silence implements ProbeLoop.Output {
        @Override
        public void health(LinkHealth health) {}

        @Override
        public void report(LinkReport report) {}
    }
}
