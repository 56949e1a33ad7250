package rhumb.host.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import rhumb.host.metrics.Health;

/** A real datagram socket stands in for systemd. */
@EnabledOnOs(OS.LINUX)
class ServiceNoticeTest {
    private static final long PID = ProcessHandle.current().pid();

    @TempDir Path folder;

    private static ServiceNotice notice(Map<String, String> environment) {
        return Objects.requireNonNull(ServiceNotice.from(environment, PID));
    }

    @Test
    void theServiceManagerHearsReadyWatchdogAndStopping() {
        String path = folder.resolve("notify").toString();
        try (UnixDatagrams systemd = new UnixDatagrams(path)) {
            ServiceNotice notice =
                    notice(
                            Map.of(
                                    ServiceNotice.SOCKET,
                                    path,
                                    ServiceNotice.WATCHDOG_USEC,
                                    "30000",
                                    ServiceNotice.WATCHDOG_PID,
                                    Long.toString(PID)));
            notice.ready(() -> Health.OK);
            assertThat(systemd.receive()).isEqualTo("READY=1");
            assertThat(systemd.receive()).isEqualTo("WATCHDOG=1");
            assertThat(systemd.receive()).isEqualTo("WATCHDOG=1");
            notice.close();
            String last = systemd.receive();
            while (last.equals("WATCHDOG=1")) {
                last = systemd.receive();
            }
            assertThat(last).isEqualTo("STOPPING=1");
        }
    }

    @Test
    void anAbstractNameIsReachedToo() {
        String name = "rhumb-test-" + PID;
        try (UnixDatagrams systemd = new UnixDatagrams("\0" + name)) {
            notice(Map.of(ServiceNotice.SOCKET, "@" + name)).ready(() -> Health.OK);
            assertThat(systemd.receive()).isEqualTo("READY=1");
        }
    }

    @Test
    void theWatchdogOfAnUnhealthyProcessGetsNothing() {
        String path = folder.resolve("notify").toString();
        try (UnixDatagrams systemd = new UnixDatagrams(path)) {
            ServiceNotice notice = notice(Map.of(ServiceNotice.SOCKET, path));
            notice.feedOnce(Health.failing("the core loop has not answered for 2 s"));
            assertThat(systemd.poll()).isEqualTo("nothing");
            notice.feedOnce(Health.OK);
            assertThat(systemd.poll()).isEqualTo("WATCHDOG=1");
        }
    }

    @Test
    void theWatchdogAsksAnewEachTime() {
        String path = folder.resolve("notify").toString();
        AtomicReference<Health> health = new AtomicReference<>(Health.failing("not yet"));
        try (UnixDatagrams systemd = new UnixDatagrams(path)) {
            ServiceNotice notice =
                    notice(
                            Map.of(
                                    ServiceNotice.SOCKET,
                                    path,
                                    ServiceNotice.WATCHDOG_USEC,
                                    "30000"));
            notice.ready(health::get);
            assertThat(systemd.receive()).isEqualTo("READY=1");
            assertThat(systemd.poll()).isEqualTo("nothing");
            health.set(Health.OK);
            assertThat(systemd.receive()).isEqualTo("WATCHDOG=1");
            notice.close();
        }
    }

    @Test
    void withoutASocketNobodyIsTold() {
        assertThat(ServiceNotice.from(Map.of(), PID)).isNull();
        assertThat(ServiceNotice.from(Map.of(ServiceNotice.SOCKET, ""), PID)).isNull();
        assertThat(ServiceNotice.from(Map.of(ServiceNotice.SOCKET, "vsock:2:1"), PID)).isNull();
        String tooLong = "/" + "x".repeat(107);
        assertThat(ServiceNotice.from(Map.of(ServiceNotice.SOCKET, tooLong), PID)).isNull();
    }

    @Test
    void aManagerThatIsGoneDoesNotStopTheProcess() {
        String path = folder.resolve("nobody").toString();
        ServiceNotice notice = notice(Map.of(ServiceNotice.SOCKET, path));
        notice.ready(() -> Health.OK);
        notice.close();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void theWatchdogIsFedThreeTimesAPeriodWhenItIsMeantForUs() {
        assertThat(ServiceNotice.feedMs(Map.of(ServiceNotice.WATCHDOG_USEC, "30000000"), 7))
                .isEqualTo(10_000);
        assertThat(
                        ServiceNotice.feedMs(
                                Map.of(
                                        ServiceNotice.WATCHDOG_USEC,
                                        "30000000",
                                        ServiceNotice.WATCHDOG_PID,
                                        "8"),
                                7))
                .isZero();
        assertThat(ServiceNotice.feedMs(Map.of(ServiceNotice.WATCHDOG_USEC, "soon"), 7)).isZero();
        assertThat(ServiceNotice.feedMs(Map.of(), 7)).isZero();
    }
}
