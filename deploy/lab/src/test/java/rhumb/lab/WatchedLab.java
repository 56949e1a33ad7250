package rhumb.lab;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import rhumb.net.Endpoint;
import rhumb.sim.io.Scenarios;
import rhumb.sim.overlay.AddressPlan;
import rhumb.sim.scenario.Scenario;
import rhumb.sim.scenario.ScenarioException;

/** A lab that plays the observed scenario on a thread of its own until it is closed. */
public final class WatchedLab implements AutoCloseable {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final LabScreen screen;
    private final LabRun run;
    private final Thread thread;
    private volatile boolean stopped;

    private WatchedLab(AddressPlan plan, Endpoint northbound)
            throws IOException, URISyntaxException, ScenarioException {
        Path file =
                Path.of(
                        Objects.requireNonNull(
                                        getClass().getResource("/rhumb/lab/observed.scenario"))
                                .toURI());
        Scenario scenario = Scenarios.load(file.toString());
        screen =
                LabScreen.open(
                        scenario, new PrintStream(said, true, StandardCharsets.UTF_8), false);
        run = new LabRun(scenario, plan, northbound, null, screen, () -> stopped);
        thread = Thread.ofPlatform().name("watched-lab").unstarted(this::play);
    }

    public static WatchedLab start(AddressPlan plan, Endpoint northbound)
            throws IOException, URISyntaxException, ScenarioException {
        WatchedLab lab = new WatchedLab(plan, northbound);
        lab.thread.start();
        return lab;
    }

    private void play() {
        try {
            run.run(false);
        } catch (IOException e) {
            said.writeBytes(String.valueOf(e).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** What the lab printed, for the text of failures. */
    public String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        run.close();
        screen.close();
    }
}
