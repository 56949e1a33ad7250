package rhumb.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import rhumb.net.Endpoint;
import rhumb.sim.io.Scenarios;
import rhumb.sim.overlay.AddressPlan;
import rhumb.sim.report.ReportJson;
import rhumb.sim.report.ReportTable;
import rhumb.sim.report.RunReport;
import rhumb.sim.scenario.Scenario;

/** The whole lab on real sockets, once: everything joined, generous about time. */
class LabRunTest {
    @Test
    void mediaLeaveABrownedOutLinkOnRealSockets() throws Exception {
        Path file = Path.of(getClass().getResource("/rhumb/lab/small.scenario").toURI());
        Scenario scenario = Scenarios.load(file.toString());
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        try (LabScreen screen = LabScreen.open(scenario, out, false);
                LabRun run =
                        new LabRun(
                                scenario,
                                new AddressPlan(211),
                                Endpoint.parse("127.0.0.1:0"),
                                null,
                                screen,
                                () -> false)) {
            RunReport report = run.run(false);
            assertThat(report.ok()).as(ReportTable.render(report) + said).isTrue();
            assertThat(ReportJson.write(report)).contains("\"driver\" : \"lab\"");
        }
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("3 PoPs and 6 links stand", "LINK_DEGRADED sin->fra");
    }
}
