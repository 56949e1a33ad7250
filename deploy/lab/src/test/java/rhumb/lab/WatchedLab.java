package rhumb.lab;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import rhumb.net.Endpoint;
import rhumb.sim.io.Scenarios;
import rhumb.sim.overlay.AddressPlan;
import rhumb.sim.scenario.Scenario;
import rhumb.sim.scenario.ScenarioException;

/**
 * A lab that plays a scenario, usually the observed one, on a thread of its own until it is closed.
 */
public final class WatchedLab implements AutoCloseable {
    private static final long PATIENCE_NS = 60_000_000_000L;
    private static final long LOOK_MS = 50;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final LabScreen screen;
    private final LabRun run;
    private final Thread thread;
    private final boolean hold;
    private volatile boolean stopped;

    private WatchedLab(String name, AddressPlan plan, Endpoint northbound, boolean hold)
            throws IOException, ScenarioException {
        this.hold = hold;
        Scenario scenario = Scenarios.load(name);
        screen =
                LabScreen.open(
                        scenario, new PrintStream(said, true, StandardCharsets.UTF_8), false);
        run = new LabRun(scenario, plan, northbound, null, screen, () -> stopped);
        thread = Thread.ofPlatform().name("watched-lab").unstarted(this::play);
    }

    public static WatchedLab start(AddressPlan plan, Endpoint northbound)
            throws IOException, URISyntaxException, ScenarioException {
        Path file =
                Path.of(
                        Objects.requireNonNull(
                                        WatchedLab.class.getResource(
                                                "/rhumb/lab/observed.scenario"))
                                .toURI());
        return start(file.toString(), plan, northbound);
    }

    /**
     * The same of another scenario.
     *
     * @param name of a shipped one, or its file
     */
    public static WatchedLab start(String name, AddressPlan plan, Endpoint northbound)
            throws IOException, ScenarioException {
        return begun(new WatchedLab(name, plan, northbound, false));
    }

    /** The same, which goes on after its end until it is closed. */
    public static WatchedLab hold(String name, AddressPlan plan, Endpoint northbound)
            throws IOException, ScenarioException {
        return begun(new WatchedLab(name, plan, northbound, true));
    }

    private static WatchedLab begun(WatchedLab lab) {
        lab.thread.start();
        return lab;
    }

    /** Waits until the lab says that; not for ever. */
    public void awaitSaid(String text) throws InterruptedException {
        long untilNs = System.nanoTime() + PATIENCE_NS;
        while (!said().contains(text)) {
            if (System.nanoTime() > untilNs) {
                throw new AssertionError("the lab does not say " + text + ":\n" + said());
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
    }

    private void play() {
        try {
            run.run(hold);
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
