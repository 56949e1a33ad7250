package rhumb.controller.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rhumb.controller.doctor.Check.Level;

/** Plants one fact after the other into a machine that is well. */
class DoctorTest {
    private static final Facts.Machine MACHINE =
            new Facts.Machine("Linux", "amd64", 25, 16 << 20, 65_536, false, "", List.of());
    private static final Facts.Pop POP =
            new Facts.Pop("sin", true, "connected", "connected", 7, 0, 0, 0);

    private static Facts facts(Facts.Machine machine) {
        return new Facts(
                machine, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), null);
    }

    private static Facts facts(Facts.Running process) {
        return new Facts(
                new Facts.Machine("Linux", "amd64", 25, 1 << 17, 65_536, false, "", List.of()),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(process),
                null);
    }

    private static Check port(Facts.Port.State state, String holder, boolean ours) {
        Facts.Port port =
                new Facts.Port("agent probe", "udp", "192.0.2.1:862", state, holder, ours);
        return last(
                new Facts(
                        MACHINE,
                        List.of(port),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        null));
    }

    private static Check attachment(boolean tun, boolean present, int mtu, boolean up) {
        Facts.Attachment place =
                new Facts.Attachment("uplink", "192.0.2.1:862", tun, present, "eth0", mtu, up);
        return last(
                new Facts(
                        MACHINE,
                        List.of(),
                        List.of(),
                        List.of(place),
                        List.of(),
                        List.of(),
                        List.of(),
                        null));
    }

    private static List<Check> controller(
            long offsetMs,
            String phase,
            Facts.@Nullable Pop pop,
            List<Facts.Marks> marks,
            List<Facts.PathMtu> mtus) {
        Facts.Controller controller =
                new Facts.Controller("http://c", "", offsetMs, 500, phase, pop, marks, mtus);
        return Doctor.examine(
                new Facts(
                        MACHINE,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        controller));
    }

    private static Check last(Facts facts) {
        return Doctor.examine(facts).getLast();
    }

    private static Check about(List<Check> checks, String subject) {
        return checks.stream()
                .filter(c -> c.subject().startsWith(subject))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aMachineThatIsWellHasNothingToDo() {
        List<Check> checks = Doctor.examine(facts(MACHINE));
        assertThat(checks).extracting(Check::level).containsOnly(Level.OK);
        assertThat(checks).extracting(Check::todo).containsOnly("");
        assertThat(Doctor.status(checks)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, 24, 16777216, 65536, java, FAIL",
        "Linux, riscv64, 25, 16777216, 65536, datagrams, WARN",
        "Mac OS X, aarch64, 25, 16777216, 65536, datagrams, WARN",
        "Linux, aarch64, 25, 212992, 65536, socket buffers, WARN",
        "Linux, aarch64, 25, -1, 65536, socket buffers, WARN",
        "Linux, aarch64, 25, 16777216, 1024, open files, WARN",
    })
    void whatAMachineLacks(
            String system, String arch, int java, long rmem, long files, String what, Level level) {
        List<Check> checks =
                Doctor.examine(
                        facts(
                                new Facts.Machine(
                                        system, arch, java, rmem, files, false, "", List.of())));
        assertThat(about(checks, what).level()).isEqualTo(level);
        assertThat(about(checks, what).todo()).isNotEmpty();
        assertThat(checks).filteredOn(check -> check.level() != Level.OK).hasSize(1);
        assertThat(Doctor.status(checks)).isEqualTo(level.ordinal());
    }

    @Test
    void aProcessWithCapNetAdminGoesBeyondTheLimitOfBuffers() {
        List<Check> may = Doctor.examine(facts(new Facts.Running("forwarder", 7, true, true)));
        assertThat(about(may, "socket buffers").level()).isEqualTo(Level.OK);
        assertThat(about(may, "forwarder process").found()).isEqualTo("runs, pid 7");
        List<Check> not = Doctor.examine(facts(new Facts.Running("forwarder", 7, false, false)));
        assertThat(about(not, "socket buffers").todo())
                .contains("sysctl -w net.core.rmem_max=4194304");
        assertThat(about(not, "forwarder process").todo()).contains("--enable-native-access");
    }

    @Test
    void portsThatAreTakenSayByWhom() {
        assertThat(port(Facts.Port.State.FREE, "", false).level()).isEqualTo(Level.OK);
        assertThat(port(Facts.Port.State.TAKEN, "the agent of Rhumb, pid 3", true).level())
                .isEqualTo(Level.OK);
        Check other = port(Facts.Port.State.TAKEN, "twampd, pid 9", false);
        assertThat(other.level()).isEqualTo(Level.FAIL);
        assertThat(other.found()).isEqualTo("held by twampd, pid 9");
        assertThat(port(Facts.Port.State.TAKEN, "", false).todo()).contains("as root");
        assertThat(port(Facts.Port.State.NO_SUCH_ADDRESS, "", false).level()).isEqualTo(Level.FAIL);
        assertThat(port(Facts.Port.State.FORBIDDEN, "", false).todo())
                .contains("CAP_NET_BIND_SERVICE");
    }

    @Test
    void interfacesNeedToBeThereAndUpAndWide() {
        assertThat(attachment(false, true, 1_500, true).level()).isEqualTo(Level.OK);
        assertThat(attachment(false, true, 1_400, true).level()).isEqualTo(Level.WARN);
        assertThat(attachment(false, true, 1_200, true).level()).isEqualTo(Level.FAIL);
        assertThat(attachment(false, true, 1_500, false).todo()).isEqualTo("ip link set eth0 up");
        assertThat(attachment(false, false, -1, false).level()).isEqualTo(Level.FAIL);
        assertThat(attachment(true, false, -1, false).found()).contains("the forwarder makes it");
        assertThat(attachment(true, true, 1_400, true).level()).isEqualTo(Level.OK);
    }

    @ParameterizedTest
    @CsvSource({
        "true, true, 10737418240, OK",
        "true, true, 104857600, WARN",
        "true, true, 1048576, FAIL",
        "true, false, 10737418240, WARN",
        "false, false, -1, FAIL",
    })
    void stateNeedsRoom(boolean exists, boolean writable, long free, Level level) {
        Facts.Folder folder =
                new Facts.Folder("controller state", "/var/lib/rhumb", exists, writable, free);
        assertThat(
                        last(new Facts(
                                        MACHINE,
                                        List.of(),
                                        List.of(),
                                        List.of(),
                                        List.of(folder),
                                        List.of(),
                                        List.of(),
                                        null))
                                .level())
                .isEqualTo(level);
    }

    @ParameterizedTest
    @CsvSource({"'', 8640000, OK", "'', 86400, WARN", "'', -1, FAIL", "no node.key, -1, FAIL"})
    void certificatesNeedDays(String trouble, long seconds, Level level) {
        Facts.Certificate certificate =
                new Facts.Certificate("/etc/rhumb/tls", trouble, "pop sin", seconds);
        Check check =
                last(
                        new Facts(
                                MACHINE,
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(certificate),
                                List.of(),
                                null));
        assertThat(check.level()).isEqualTo(level);
        assertThat(check.found()).contains(trouble.isEmpty() ? "pop sin" : trouble);
    }

    @Test
    void controllersNeedToBeReached() {
        List<Facts.Door> doors =
                List.of(
                        new Facts.Door("a:4789", "", 12.34, null),
                        new Facts.Door("b:4789", "cannot be reached: refused", -1, null));
        List<Check> checks =
                Doctor.examine(
                        new Facts(
                                MACHINE, List.of(), doors, List.of(), List.of(), List.of(),
                                List.of(), null));
        assertThat(about(checks, "controller at a").found()).isEqualTo("reached in 12.3 ms");
        assertThat(about(checks, "controller at b").level()).isEqualTo(Level.FAIL);
    }

    @ParameterizedTest
    @CsvSource({
        "400, OK, behind",
        "-400, OK, ahead of",
        "2600, WARN, behind",
        "-61000, FAIL, ahead of",
        "-9223372036854775808, WARN, does not tell",
    })
    void clocksAreCompared(long offsetMs, Level level, String words) {
        Check clock =
                about(controller(offsetMs, "FIRST_UPDATE", null, List.of(), List.of()), "clock");
        assertThat(clock.level()).isEqualTo(level);
        assertThat(clock.found()).contains(words);
    }

    @Test
    void whatTheControllerKnowsOfThePop() {
        List<Check> well = controller(0, "FIRST_UPDATE", POP, List.of(), List.of());
        assertThat(Doctor.status(well)).isZero();
        Facts.Pop lost = new Facts.Pop("sin", true, "lost", "never", 0, 0, 0, 7);
        List<Check> ill = controller(0, "WAITING", lost, List.of(), List.of());
        assertThat(about(ill, "northbound").level()).isEqualTo(Level.WARN);
        assertThat(about(ill, "PoP sin, agent").found()).contains("was lost");
        assertThat(about(ill, "PoP sin, forwarder").found()).contains("never connected");
        assertThat(about(ill, "PoP sin, links").level()).isEqualTo(Level.FAIL);
        Facts.Pop some = new Facts.Pop("sin", true, "connected", "connected", 6, 1, 0, 0);
        assertThat(
                        about(
                                        controller(0, "FIRST_UPDATE", some, List.of(), List.of()),
                                        "PoP sin, links")
                                .todo())
                .contains("rhumb show links --pop sin --bad");
        Facts.Pop unknown = new Facts.Pop("sni", false, "never", "never", 0, 0, 0, 0);
        assertThat(
                        about(
                                        controller(
                                                0, "FIRST_UPDATE", unknown, List.of(), List.of()),
                                        "PoP sni")
                                .level())
                .isEqualTo(Level.FAIL);
    }

    @Test
    void codePointsAndSizesThatCross() {
        List<Check> checks =
                controller(
                        0,
                        "FIRST_UPDATE",
                        POP,
                        List.of(
                                new Facts.Marks("sin->fra", "keeps all", 64, 64),
                                new Facts.Marks("sin->lon", "bleaches", 64, 8),
                                new Facts.Marks("sin->nrt", "unknown", 0, 0)),
                        List.of(
                                new Facts.PathMtu("fra", 1_372),
                                new Facts.PathMtu("lon", 1_100),
                                new Facts.PathMtu("nrt", -1)));
        assertThat(about(checks, "DSCP on sin->fra").level()).isEqualTo(Level.OK);
        assertThat(about(checks, "DSCP on sin->lon").found())
                .isEqualTo("8 of 64 survive, bleaches");
        assertThat(about(checks, "DSCP on sin->nrt").todo()).contains("rhumb dscp-audit");
        assertThat(about(checks, "path to fra").level()).isEqualTo(Level.OK);
        assertThat(about(checks, "path to lon").level()).isEqualTo(Level.WARN);
        assertThat(about(checks, "path to nrt").level()).isEqualTo(Level.FAIL);
    }

    private static Check door(String trouble, long secondsLeft) {
        Facts.Handshake handshake =
                new Facts.Handshake(trouble, "pop/sin", "controller/c1", secondsLeft);
        return last(
                new Facts(
                        MACHINE,
                        List.of(),
                        List.of(new Facts.Door("c:4789", "", 1, handshake)),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        null));
    }

    @Test
    void controllersNeedToTakeTheCertificateAndHaveOne() {
        assertThat(door("", 30 * 86_400).level()).isEqualTo(Level.OK);
        assertThat(door("", 30 * 86_400).subject()).isEqualTo("TLS with c:4789");
        assertThat(door("", 30 * 86_400).found())
                .isEqualTo("controller/c1, 30 days left, takes pop/sin");
        assertThat(door("", 86_400).level()).isEqualTo(Level.WARN);
        assertThat(door("", 86_400).todo()).contains("rhumb pki renew");
        assertThat(door("refused", -1).level()).isEqualTo(Level.FAIL);
        assertThat(door("refused", -1).todo()).contains("ca.crt").contains("rhumb pki enrol");
    }

    @Test
    void capabilitiesAreThoseThatConfigurationsNeed() {
        Facts.Need has = new Facts.Need("agent", "CAP_NET_BIND_SERVICE", "for port 862", 7, true);
        Facts.Need lacks = new Facts.Need("forwarder", "CAP_NET_ADMIN", "for rhumb0", 8, false);
        Facts.Need later = new Facts.Need("forwarder", "CAP_NET_ADMIN", "for rhumb1", 0, false);
        List<Check> checks =
                Doctor.examine(
                        facts(
                                new Facts.Machine(
                                        "Linux",
                                        "amd64",
                                        25,
                                        16 << 20,
                                        65_536,
                                        false,
                                        "UDP_GRO",
                                        List.of(has, lacks, later))));
        assertThat(about(checks, "agent CAP_NET_BIND_SERVICE").level()).isEqualTo(Level.OK);
        Check missing = about(checks, "forwarder CAP_NET_ADMIN");
        assertThat(missing.level()).isEqualTo(Level.FAIL);
        assertThat(missing.found()).isEqualTo("missing in pid 8, for rhumb0");
        assertThat(missing.todo()).contains("AmbientCapabilities=CAP_NET_ADMIN");
        assertThat(checks.getLast().level()).isEqualTo(Level.WARN);
        Check trains = about(checks, "trains of datagrams");
        assertThat(trains.level()).isEqualTo(Level.WARN);
        assertThat(trains.found()).contains("lacks UDP_GRO");
        assertThat(trains.todo()).contains("Linux 5.0");
    }
}
