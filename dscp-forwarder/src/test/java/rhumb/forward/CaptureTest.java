package rhumb.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static rhumb.forward.TestNet.AUDIO;
import static rhumb.forward.TestNet.MS;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rhumb.forward.capture.FlowFilter;
import rhumb.forward.capture.FlowTap;
import rhumb.forward.tun.IpPackets;
import rhumb.forward.wire.OverlayHeader;
import rhumb.forward.wire.TraceAnswer;
import rhumb.forward.wire.TraceRequest;
import rhumb.net.Endpoint;

/** Captures of one flow, and what Wireshark makes of them with the dissector. */
class CaptureTest {
    private static final FlowFilter EVERYTHING =
            new FlowFilter(FlowFilter.ANY, FlowFilter.ANY, null);
    private static final Map<String, Endpoint> LOCAL =
            Map.of("main", Endpoint.parse("10.0.0.1:4790"));
    private static final Endpoint CLIENT = Endpoint.parse("198.51.100.1:4000");

    private final TestNet net = new TestNet(3).installAll();
    private final ForwarderCore core = net.node(1).core;

    @TempDir Path folder;

    @Test
    void aClientsPacketsAreThereAsTheyCameAndAsTheyWent() throws IOException {
        net.node(1).client(4_000, AUDIO, 0);
        net.run(50 * MS);
        core.beginCapture(new FlowFilter(FlowFilter.ANY, FlowFilter.ANY, CLIENT), 6, LOCAL);
        for (int i = 1; i <= 5; i++) {
            net.node(1).client(4_000, AUDIO, i);
            net.node(1).client(4_001, AUDIO, 100 + i);
            net.run(20 * MS);
        }
        assertThat(core.tap().isOn()).as("six packets were asked for").isFalse();
        assertThat(core.tap().captured()).isEqualTo(6);
        Path file = Files.write(folder.resolve("client.pcapng"), core.tap().end());
        String[] fields = {
            "ip.src", "ip.dst", "ip.dsfield.dscp", "rhumb.class", "rhumb.flow_seq", "rhumb.link_seq"
        };
        List<String> lines = Tshark.fields(file, fields);
        assertThat(lines).hasSize(6);
        assertThat(lines.get(0)).isEqualTo("198.51.100.1|10.0.0.1|46|||");
        assertThat(lines.get(1)).startsWith("10.0.0.1|10.0.0.3|46|1|2|").doesNotEndWith("|0");
        assertThat(lines.get(3)).startsWith("10.0.0.1|10.0.0.3|46|1|3|");
    }

    @Test
    void aFlowIsSeenWhereItPassesAndWhereItLeaves() throws IOException {
        net.install(1, TestNet.routed(3, TestNet.path(2, 3)));
        net.node(1).client(4_000, AUDIO, 0);
        net.run(50 * MS);
        for (int n = 2; n <= 3; n++) {
            FlowFilter filter = new FlowFilter(TestNet.SERVICE, FlowFilter.ANY, null);
            net.node(n).core.beginCapture(filter, 100, LOCAL);
        }
        net.node(1).client(4_000, AUDIO, 1);
        net.run(50 * MS);
        assertThat(net.node(2).core.tap().captured()).as("in and out").isEqualTo(2);
        assertThat(net.node(3).core.tap().captured()).isEqualTo(1);
        Path file = Files.write(folder.resolve("relay.pcapng"), net.node(2).core.tap().end());
        assertThat(Tshark.fields(file, "rhumb.labels_left", "rhumb.target_pop", "frame.comment"))
                .hasSize(2)
                .allMatch(line -> line.startsWith("0|3|overlay, "));
    }

    @Test
    void nothingIsCapturedWhileNobodyAsks() {
        net.node(1).client(4_000, AUDIO, 0);
        net.run(50 * MS);
        assertThat(core.tap().isOn()).isFalse();
        assertThat(core.tap().end()).isEmpty();
        core.beginCapture(EVERYTHING, FlowTap.MAX_PACKETS, LOCAL);
        for (int i = 0; i < FlowTap.MAX_PACKETS + 10; i++) {
            net.node(1).client(4_000, AUDIO, i);
            net.nowNs += MS;
        }
        assertThat(core.tap().isOn()).as("it ended by itself").isFalse();
        assertThat(core.tap().captured()).isEqualTo(FlowTap.MAX_PACKETS);
        assertThat(core.tap().end().length).isLessThan(17 << 20);
    }

    @Test
    void theDissectorReadsGoldenPackets() throws IOException {
        FlowTap tap = new FlowTap();
        tap.begin(EVERYTHING, 10, List.of(Endpoint.parse("10.0.0.1:4790")), 0);
        ByteBuffer data = golden("data");
        tap.onOverlay(0, 0, TestNet.address(2), 0xb8, data, 0, data.capacity());
        ByteBuffer ip = ByteBuffer.allocate(OverlayHeader.FIXED_BYTES + 33);
        OverlayHeader.begin(ip, 0, OverlayHeader.TYPE_DATA, 0, 0xb8, 1, 3);
        OverlayHeader.flow(ip, 0, OverlayHeader.SERVICE_IP, 5, 6);
        ip.put(OverlayHeader.FIXED_BYTES, IpPackets.golden("udp4"), 0, 33);
        tap.onOverlay(0, 0, TestNet.address(2), 0xb8, ip, 0, ip.capacity());
        Path file = Files.write(folder.resolve("golden.pcapng"), tap.end());
        List<String> lines =
                Tshark.fields(
                        file,
                        "rhumb.version",
                        "rhumb.life",
                        "rhumb.link_seq",
                        "rhumb.type",
                        "rhumb.flags.backup",
                        "rhumb.inner_dscp",
                        "rhumb.class",
                        "rhumb.hops",
                        "rhumb.source_pop",
                        "rhumb.target_pop",
                        "rhumb.service",
                        "rhumb.path_tag",
                        "rhumb.flow",
                        "rhumb.flow_seq",
                        "rhumb.budget",
                        "rhumb.label",
                        "rhumb.payload",
                        "ip.src");
        assertThat(lines.getFirst())
                .isIn(
                        "2|1700000000|7|0|True|46|1|4|1|3|500|42|3735928559|9|1000|22|806f0102|10.0.0.2",
                        "2|1700000000|7|0|1|46|1|4|1|3|500|42|3735928559|9|1000|22|806f0102|10.0.0.2");
        // The last IP header of the second one is that of the packet inside.
        assertThat(lines.get(1)).contains("|5|6|").endsWith("|10.1.0.1");
    }

    @Test
    void theDissectorReadsTraces() throws IOException {
        int at = OverlayHeader.FIXED_BYTES;
        ByteBuffer request = ByteBuffer.allocate(at + 40);
        OverlayHeader.begin(request, 0, OverlayHeader.TYPE_TRACE, 0, 0xb8, 1, 9);
        TraceRequest.write(request, at, 77, 5, 10, 2, 40);
        TraceRequest.addBack(request, 0, 1_025);
        TraceRequest.addBack(request, 0, 2_050);
        ByteBuffer roundALink = ByteBuffer.allocate(request.capacity()).put(0, request, 0, at + 40);
        OverlayHeader.flags(roundALink, 0, OverlayHeader.FLAG_BYPASSED);
        ByteBuffer answer = ByteBuffer.allocate(at + TraceAnswer.BYTES);
        OverlayHeader.begin(answer, 0, OverlayHeader.TYPE_TRACE_ANSWER, 0, 0xb8, 1, 9);
        TraceAnswer.write(answer, at, roundALink, 0, true, true, 40);
        // A length that is none is shown as bytes, and harms nothing.
        ByteBuffer wrong = ByteBuffer.allocate(at + 3);
        OverlayHeader.begin(wrong, 0, OverlayHeader.TYPE_TRACE, 0, 0xb8, 1, 9);
        Path file = pcap("trace", List.of(request, answer, wrong));
        assertThat(
                        Tshark.fields(
                                file,
                                "rhumb.type",
                                "rhumb.trace.number",
                                "rhumb.trace.seq",
                                "rhumb.trace.hops",
                                "rhumb.trace.links",
                                "rhumb.trace.backs",
                                "rhumb.trace.back",
                                "rhumb.trace.crossed",
                                "rhumb.trace.bypassed",
                                "rhumb.trace.target",
                                "rhumb.trace.other_way",
                                "rhumb.trace.length",
                                "rhumb.payload"))
                .map(line -> line.replace("True", "1"))
                .containsExactly(
                        "6|77|5|10|2|2|2050||||||",
                        "7|77|5|||||2|1|1|1|40|",
                        "6||||||||||||000000");
    }

    @Test
    void theDissectorReadsReports() throws IOException {
        Path file = pcap("reports", List.of(golden("path-report"), golden("link-report")));
        assertThat(
                        Tshark.fields(
                                file,
                                "rhumb.path_report.received",
                                "rhumb.probe.sent",
                                "rhumb.link_report.received",
                                "rhumb.payload"))
                .containsExactly("254|256||", "||992|");
    }

    /** Overlay packets in UDP in IPv4; the tap takes those of flows only. */
    private Path pcap(String name, List<ByteBuffer> packets) throws IOException {
        ByteBuffer file = ByteBuffer.allocate(8_192).order(ByteOrder.LITTLE_ENDIAN);
        int rawIp = 101;
        file.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4).putLong(0);
        file.putInt(65_535).putInt(rawIp);
        for (ByteBuffer packet : packets) {
            int length = packet.capacity() + 28;
            file.putLong(0).putInt(length).putInt(length).order(ByteOrder.BIG_ENDIAN);
            file.putInt(0x45 << 24 | length).putInt(0).putInt(64 << 24 | 17 << 16);
            file.putInt(0x0a000002).putInt(0x0a000001);
            file.putShort((short) 4_790).putShort((short) 4_790);
            file.putShort((short) (length - 20)).putShort((short) 0);
            file.put(packet.duplicate().clear()).order(ByteOrder.LITTLE_ENDIAN);
        }
        byte[] bytes = new byte[file.position()];
        file.get(0, bytes);
        return Files.write(folder.resolve(name + ".pcap"), bytes);
    }

    @Test
    void ofSealedPacketsTheDissectorShowsWhatIsClear() throws IOException {
        FlowTap tap = new FlowTap();
        tap.begin(EVERYTHING, 10, List.of(Endpoint.parse("10.0.0.1:4790")), 0);
        ByteBuffer data = golden("data");
        ByteBuffer sealed = ByteBuffer.allocate(data.capacity() + OverlayHeader.TAG_BYTES);
        sealed.put(0, data, 0, data.capacity());
        tap.onOverlay(0, 0, TestNet.address(2), 0xb8, sealed, 0, sealed.capacity());
        byte[] file = tap.end();
        int at = indexOf(file, HexFormat.of().parseHex("200000006553f100"));
        file[at] = 0x22;
        Path path = Files.write(folder.resolve("sealed.pcapng"), file);
        assertThat(Tshark.fields(path, "rhumb.mode", "rhumb.link_seq", "rhumb.class", "rhumb.tag"))
                .containsExactly("2|7||" + "00".repeat(OverlayHeader.TAG_BYTES));
    }

    @Test
    void filesAreWhatTheSpecificationSays() {
        FlowTap tap = new FlowTap();
        tap.begin(EVERYTHING, 10, List.of(), 1_700_000_000_000_000_000L);
        ByteBuffer ip6 = IpPackets.golden("udp6");
        tap.onTun(5, ip6, 0, ip6.capacity());
        ByteBuffer file = ByteBuffer.wrap(tap.end()).order(ByteOrder.LITTLE_ENDIAN);
        int blocks = 0;
        while (file.hasRemaining()) {
            int start = file.position();
            int type = file.getInt();
            int length = file.getInt();
            assertThat(length % 4).isZero();
            assertThat(file.getInt(start + length - 4)).isEqualTo(length);
            if (type == 6) {
                long stamp = (file.getInt(start + 12) & 0xffffffffL) << 32;
                stamp |= file.getInt(start + 16) & 0xffffffffL;
                assertThat(stamp).isEqualTo(1_700_000_000_000_000_005L);
                assertThat(file.getInt(start + 20)).isEqualTo(ip6.capacity());
            }
            file.position(start + length);
            blocks++;
        }
        assertThat(blocks).as("section, two interfaces, a packet").isEqualTo(4);
    }

    private static int indexOf(byte[] file, byte[] wanted) {
        for (int i = 0; i + wanted.length <= file.length; i++) {
            if (Arrays.equals(file, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        throw new AssertionError("not found");
    }

    private static ByteBuffer golden(String name) throws IOException {
        try (InputStream in = OverlayHeader.class.getResourceAsStream(name + ".hex")) {
            String text =
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            String digits = text.replaceAll("#.*", "").replaceAll("\\s", "");
            return ByteBuffer.wrap(HexFormat.of().parseHex(digits));
        }
    }
}
