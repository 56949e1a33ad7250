package rhumb.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rhumb.controller.doctor.Facts;
import rhumb.controller.doctor.Setup;

/** On a real machine, and on one whose /proc is planted. */
class DoctorCommandTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int rhumb(String... words) {
        return Rhumb.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(words);
    }

    private void plant(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    @Test
    void configurationsSayWhatThisMachineDoes() throws IOException {
        plant(
                "controller.yaml",
                "southbound: 127.0.0.1:4789\nstate: /var/lib/rhumb/controller\ntls: {dir: /t}\n");
        Setup controller = LocalFacts.setup(folder.resolve("controller.yaml"));
        assertThat(controller.role()).isEqualTo("controller");
        assertThat(controller.binds())
                .extracting(Setup.Bind::address)
                .containsExactly("127.0.0.1:4789", "127.0.0.1:4780", "127.0.0.1:9470");
        plant(
                "forwarder.yaml",
                "pop: sin\nuplinks: [{data: '192.0.2.1:1', stream: '192.0.2.1:2'}]\ntun: {}\n"
                        + "controllers: ['c:4789']\n");
        Setup forwarder = LocalFacts.setup(folder.resolve("forwarder.yaml"));
        assertThat(forwarder.role()).isEqualTo("forwarder");
        assertThat(forwarder.tun()).isEqualTo("rhumb0");
        assertThat(forwarder.state()).isEqualTo("/var/lib/rhumb/forwarder");
        assertThat(forwarder.binds())
                .extracting(Setup.Bind::protocol)
                .containsExactly("udp", "tcp", "tcp");
        assertThat(rhumb("doctor", "--config", folder.resolve("nothing.yaml").toString()))
                .isEqualTo(78);
        plant("list.yaml", "- a\n");
        assertThat(rhumb("doctor", "--config", folder.resolve("list.yaml").toString()))
                .isEqualTo(78);
        assertThat(err.toString()).contains("holds no configuration");
    }

    @Test
    void aPortThatIsTakenFailsAndNobodyAnswering() throws IOException {
        try (DatagramSocket taken =
                new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            plant(
                    "agent.yaml",
                    "pop: sin\nmetrics: 127.0.0.1:0\ncontrollers: ['127.0.0.1:1', oops]\nuplinks:\n"
                            + "  - probe: 127.0.0.1:"
                            + taken.getLocalPort()
                            + "\n  - {name: b, probe: '192.0.2.77:862'}\ntls: {dir: /none}\n");
            String[] words = {
                "doctor",
                "--config",
                folder.resolve("agent.yaml").toString(),
                "--controller=http://127.0.0.1:1"
            };
            assertThat(rhumb(words)).isEqualTo(2);
            assertThat(out.toString())
                    .contains(
                            "fail  agent uplink main probe, udp 127.0.0.1:" + taken.getLocalPort())
                    .contains("fail  agent uplink b probe, udp 192.0.2.77:862: this machine has no")
                    .contains("fail  controller at 127.0.0.1:1: cannot be reached")
                    .contains("fail  controller at oops: is no HOST:PORT")
                    .contains("fail  certificate in /none")
                    .contains("warn  northbound http://127.0.0.1:1: no controller answers")
                    .contains("      -> ")
                    .containsPattern("\\d+ ok, \\d+ could be better, \\d+ do not work\n$");
            assertThat(rhumb(words[0], words[1], words[2], words[3], "-o", "json")).isEqualTo(2);
            assertThat(out.toString()).contains("\"status\" : 2");
        }
    }

    @Test
    void theRealKernelTellsNumbersWhole() {
        Path limit = Path.of("/proc/sys/net/core/rmem_max");
        assumeTrue(Files.isReadable(limit));
        // less than 2048 cannot be set
        assertThat(new ProcFiles(Path.of("/proc")).number("sys/net/core/rmem_max"))
                .isGreaterThanOrEqualTo(2_048);
    }

    @Test
    void whatLinuxTells() throws IOException {
        plant("sys/net/core/rmem_max", "212992\n");
        plant(
                "self/limits",
                "Limit  Soft Hard Units\nMax open files            1024   4096   files\n");
        plant("self/status", "Name:\tjava\nCapEff:\t0000000000001000\n");
        plant(
                "77/cmdline",
                "/usr/bin/java\0--enable-native-access=ALL-UNNAMED\0rhumb.forward.Forwarder\0");
        plant("77/status", "CapEff:\t0000000000000000\n");
        plant(
                "net/udp",
                "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid\n"
                        + "  1: 0100007F:12B6 00000000:0000 07 00000000:00000000 00:00000000 00000000"
                        + "  0 0 4711 2\n");
        Files.createDirectories(folder.resolve("77/fd"));
        Files.createSymbolicLink(folder.resolve("77/fd/5"), Path.of("socket:[4711]"));
        ProcFiles proc = new ProcFiles(folder);
        assertThat(proc.number("sys/net/core/rmem_max")).isEqualTo(212_992);
        assertThat(proc.number("sys/none")).isEqualTo(-1);
        assertThat(proc.openFiles()).isEqualTo(4_096);
        assertThat(proc.netAdmin("self")).isTrue();
        assertThat(proc.processes())
                .isEqualTo(List.of(new Facts.Running("forwarder", 77, true, false)));
        assertThat(
                        proc.holder(
                                "udp",
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0x12b6)))
                .isEqualTo(77);
        assertThat(
                        proc.holder(
                                "udp",
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0x12b7)))
                .isEqualTo(-1);
        assertThat(proc.command(77)).isEqualTo("java");
        plant(
                "forwarder.yaml",
                "pop: sin\nuplinks: [{data: '192.0.2.1:80', stream: '192.0.2.1:4791'}]\ntun: {}\n");
        LocalFacts local =
                new LocalFacts(List.of(LocalFacts.setup(folder.resolve("forwarder.yaml"))), proc);
        assertThat(local.needs())
                .containsExactly(
                        new Facts.Need(
                                "forwarder",
                                "CAP_NET_ADMIN",
                                "for the TUN device rhumb0",
                                77,
                                false),
                        new Facts.Need(
                                "forwarder",
                                "CAP_NET_BIND_SERVICE",
                                "for port 80 of forwarder uplink main data",
                                77,
                                false));
        plant("sys/net/ipv4/ip_unprivileged_port_start", "80\n");
        assertThat(local.needs()).hasSize(1);
    }
}
