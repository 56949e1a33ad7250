package rhumb.lab;

import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import rhumb.controller.ControllerView;
import rhumb.controller.event.Event;
import rhumb.host.udp.DatagramLoop;
import rhumb.net.ClassTarget;
import rhumb.net.Endpoint;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.sim.io.SampleFiles;
import rhumb.sim.ledger.MediaLedger;
import rhumb.sim.ledger.StreamFigures;
import rhumb.sim.media.Samples;
import rhumb.sim.overlay.AddressPlan;
import rhumb.sim.report.RunReport;
import rhumb.sim.run.DatagramPlayer;
import rhumb.sim.run.FlvPlayer;
import rhumb.sim.run.RunRecorder;
import rhumb.sim.run.TimelinePlayer;
import rhumb.sim.scenario.Scenario;
import rhumb.sim.scenario.StreamKind;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.message.LinkHealth;
import rhumb.southbound.message.Message;
import rhumb.southbound.message.TraceReport;
import rhumb.southbound.message.TrafficReport;
import rhumb.southbound.trace.Stage;
import rhumb.southbound.trace.Stamp;

/**
 * One run of a scenario on real sockets, from start to report. The calling thread plays the
 * timeline.
 */
final class LabRun implements AutoCloseable {
    private static final long STAND_NS = 60_000_000_000L;
    private static final long SETTLE_NS = 3_000_000_000L;
    private static final long DRAIN_NS = 2_000_000_000L;
    private static final long TICK_NS = 5_000_000L;
    private static final long SHOW_NS = 500_000_000L;
    private static final long LATENESS_NS = 1_000_000_000L;

    /** What a link may add before it looks worse than it is to the class that minds first. */
    private static final long TOLD_LATENESS_NS = 10_000_000L;

    private final Scenario scenario;
    private final AddressPlan plan;
    private final LabScreen screen;
    private final @Nullable Ffmpeg ffmpeg;
    private final BooleanSupplier stopped;
    private final LabOverlay overlay;
    private final MediaLedger ledger = new MediaLedger(ClassTarget::standard);
    private final TimelinePlayer timeline;
    private final RunRecorder recorder;
    private @Nullable LabMedia media;
    private @Nullable LabStreams streams;
    private volatile long startNs = Long.MAX_VALUE;
    private volatile long unixAtStartNs;
    private long lastEvent;
    private long nextShowNs;
    private long nextLatenessNs;
    private long worstLatenessNs;

    /**
     * @param ffmpeg makes the media live; null to play the samples
     * @param stopped whether somebody asked to end
     * @throws IOException when an address of the plan is taken
     */
    LabRun(
            Scenario scenario,
            AddressPlan plan,
            Endpoint northbound,
            @Nullable Ffmpeg ffmpeg,
            LabScreen screen,
            BooleanSupplier stopped)
            throws IOException {
        this.scenario = scenario;
        this.plan = plan;
        this.screen = screen;
        this.ffmpeg = ffmpeg;
        this.stopped = stopped;
        overlay = new LabOverlay(scenario, plan, northbound, this::onHealth, this::onForwarder);
        timeline = new TimelinePlayer(scenario, overlay);
        recorder = new RunRecorder(scenario, overlay, timeline, ledger);
    }

    /**
     * Brings the overlay up, plays everything, and reports.
     *
     * @param hold whether to go on after the end until somebody asks to end
     */
    RunReport run(boolean hold) throws IOException {
        long beginNs = System.nanoTime();
        overlay.start();
        screen.say("sockets: " + overlay.socketsDescription());
        awaitStand(beginNs);
        pause(SETTLE_NS);
        begin(SampleFiles.load());
        while (!stopped.getAsBoolean() && (hold || runNs() < scenario.durationNs())) {
            tick();
            LockSupport.parkNanos(TICK_NS);
        }
        pause(DRAIN_NS);
        sayLateness(runNs());
        screen.say(
                String.format(
                        java.util.Locale.ROOT,
                        "the emulated WAN was late by %.1f ms at worst",
                        worstLatenessNs / 1e6));
        return endMedia();
    }

    private void awaitStand(long beginNs) throws IOException {
        while (!overlay.stands()) {
            if (stopped.getAsBoolean() || System.nanoTime() - beginNs > STAND_NS) {
                throw new IOException(
                        "the overlay did not stand within "
                                + STAND_NS / 1_000_000_000L
                                + " s: "
                                + overlay.missing());
            }
            sayEvents();
            LockSupport.parkNanos(20_000_000L);
        }
        screen.say(
                String.format(
                        java.util.Locale.ROOT,
                        "%d PoPs and %d links stand after %.1f s",
                        scenario.pops().size(),
                        scenario.links().size(),
                        (System.nanoTime() - beginNs) / 1e9));
    }

    private void begin(Samples samples) throws IOException {
        startNs = System.nanoTime();
        unixAtStartNs = DatagramLoop.unixNs();
        Map<PopId, Integer> numbers = overlay.numbers();
        Ffmpeg encoders = ffmpeg;
        Set<Integer> live = encoders == null ? Set.of() : encoded();
        LabMedia packets =
                new LabMedia(
                        scenario,
                        plan,
                        numbers,
                        sink -> new DatagramPlayer(scenario, samples, live, ledger, sink),
                        startNs);
        media = packets;
        FlvPlayer flv = new FlvPlayer(scenario, samples, ledger);
        streams = new LabStreams(flv, plan, numbers, startNs, encoders);
        Map<Integer, Endpoint> inputs = new LinkedHashMap<>();
        for (int service : live) {
            inputs.put(service, packets.encoderInput(service));
        }
        packets.loop().start();
        for (Map.Entry<Integer, Endpoint> input : inputs.entrySet()) {
            encode(java.util.Objects.requireNonNull(encoders), input.getKey(), input.getValue());
        }
    }

    /** Services whose media an encoder makes: audio and video in RTP. */
    private Set<Integer> encoded() {
        Set<Integer> services = new LinkedHashSet<>();
        for (int i = 0; i < scenario.streams().size(); i++) {
            StreamKind kind = scenario.streams().get(i).kind();
            if (kind == StreamKind.AUDIO || kind == StreamKind.VIDEO) {
                services.add(i + 1);
            }
        }
        return services;
    }

    private void encode(Ffmpeg encoders, int service, Endpoint to) throws IOException {
        boolean audio = scenario.streams().get(service - 1).kind() == StreamKind.AUDIO;
        Process process = audio ? encoders.opus(to) : encoders.h264(to);
        screen.say(
                (audio ? "Opus" : "H.264")
                        + " of "
                        + scenario.streams().get(service - 1).name()
                        + " is encoded by ffmpeg, process "
                        + process.pid());
    }

    private void tick() {
        long nowNs = runNs();
        synchronized (timeline) {
            int before = timeline.happened().size();
            if (nowNs >= timeline.nextDeadlineNs()) {
                timeline.onDeadline(nowNs);
            }
            for (TimelinePlayer.Happened one :
                    timeline.happened().subList(before, timeline.happened().size())) {
                screen.say(
                        time(nowNs)
                                + "event "
                                + one.event().number()
                                + ": "
                                + one.event().what(one.links()));
            }
        }
        synchronized (recorder) {
            if (nowNs >= recorder.nextDeadlineNs()) {
                recorder.onDeadline(nowNs);
            }
        }
        sayEvents();
        if (nowNs >= nextLatenessNs) {
            nextLatenessNs = nowNs + LATENESS_NS;
            sayLateness(nowNs);
        }
        if (nowNs >= nextShowNs) {
            nextShowNs = nowNs + SHOW_NS;
            screen.show(nowNs, overlay.view(), figures());
        }
    }

    /** Delay that the emulated links do not have: the machine's, and what is made of it. */
    private void sayLateness(long nowNs) {
        long lateNs = overlay.takeLatestNs();
        worstLatenessNs = Math.max(worstLatenessNs, lateNs);
        if (lateNs > TOLD_LATENESS_NS) {
            screen.say(
                    String.format(
                            java.util.Locale.ROOT,
                            "%7.3f this machine is too busy: it kept datagrams %.0f ms longer than"
                                    + " their links do",
                            nowNs / 1e9,
                            lateNs / 1e6));
        }
    }

    private void sayEvents() {
        ControllerView view = overlay.view();
        if (view == null) {
            lastEvent = 0;
            return;
        }
        for (Event event : view.events()) {
            if (event.seq() > lastEvent) {
                lastEvent = event.seq();
                screen.say(time(runNs()) + event.code() + " " + event.text());
            }
        }
    }

    /** Figures of all streams; empty while media threads are busy. */
    private Map<String, StreamFigures> figures() {
        Map<String, StreamFigures> all = new java.util.LinkedHashMap<>();
        LabMedia packets = media;
        LabStreams tags = streams;
        if (packets == null || tags == null) {
            return all;
        }
        try {
            Set<String> pulled = new HashSet<>();
            scenario.streams().stream()
                    .filter(s -> s.kind().transport().equals("flv"))
                    .forEach(s -> pulled.add(s.name()));
            Map<String, StreamFigures> datagrams =
                    packets.loop()
                            .ask(player -> read(name -> !pulled.contains(name)))
                            .get(1, TimeUnit.SECONDS);
            Map<String, StreamFigures> flv =
                    tags.ask(() -> read(pulled::contains)).get(1, TimeUnit.SECONDS);
            ledger.streams()
                    .keySet()
                    .forEach(name -> {
                        StreamFigures figures = datagrams.getOrDefault(name, flv.get(name));
                        if (figures != null) {
                            all.put(name, figures);
                        }
                    });
        } catch (ExecutionException
                | TimeoutException
                | java.util.concurrent.CancellationException e) {
            screen.say("media are too busy to be looked at");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return all;
    }

    private Map<String, StreamFigures> read(java.util.function.Predicate<String> wanted) {
        Map<String, StreamFigures> figures = new java.util.HashMap<>();
        ledger.streams()
                .forEach((name, stream) -> {
                    if (wanted.test(name)) {
                        figures.put(name, stream.figures());
                    }
                });
        return figures;
    }

    /** Stops the media threads; the ledgers belong to the caller then. */
    private RunReport endMedia() {
        if (ffmpeg != null) {
            ffmpeg.close();
        }
        if (media != null) {
            media.close();
        }
        if (streams != null) {
            streams.close();
        }
        media = null;
        streams = null;
        synchronized (recorder) {
            return recorder.report("lab");
        }
    }

    private void pause(long forNs) {
        long untilNs = System.nanoTime() + forNs;
        while (!stopped.getAsBoolean() && System.nanoTime() < untilNs) {
            sayEvents();
            LockSupport.parkNanos(20_000_000L);
        }
    }

    private long runNs() {
        return startNs == Long.MAX_VALUE ? 0 : System.nanoTime() - startNs;
    }

    private String time(long runNs) {
        return startNs == Long.MAX_VALUE
                ? "  start "
                : String.format(java.util.Locale.ROOT, "%7.3f ", runNs / 1e9);
    }

    /** On the agents' threads. */
    private void onHealth(LinkHealth health) {
        if (startNs == Long.MAX_VALUE) {
            return;
        }
        for (LinkHealth.Entry entry : health.links()) {
            boolean bad =
                    entry.status() == LinkStatus.DEGRADED || entry.status() == LinkStatus.DOWN;
            if (bad && entry.trace() != null) {
                synchronized (timeline) {
                    timeline.onDegraded(runNs(), entry.link());
                }
            }
        }
    }

    /** On the forwarders' threads. */
    private void onForwarder(PopId pop, Message message) {
        if (startNs == Long.MAX_VALUE) {
            return;
        }
        switch (message) {
            case TrafficReport report -> {
                synchronized (recorder) {
                    recorder.onTraffic(pop, report);
                }
            }
            case TraceReport report ->
                    report.traces()
                            .forEach(trace -> {
                                List<Stamp> switches =
                                        trace.stamps().stream()
                                                .filter(stamp ->
                                                        stamp.stage() == Stage.LOCAL_SWITCH)
                                                .toList();
                                switches.forEach(stamp -> onSwitch(stamp, trace.link()));
                            });
            default -> {}
        }
    }

    private void onSwitch(Stamp stamp, LinkId link) {
        synchronized (timeline) {
            timeline.onLocalSwitch(stamp.unixNs() - unixAtStartNs, link);
        }
    }

    @Override
    public void close() {
        if (ffmpeg != null) {
            ffmpeg.close();
        }
        if (media != null) {
            media.close();
        }
        if (streams != null) {
            streams.close();
        }
        overlay.close();
    }
}
