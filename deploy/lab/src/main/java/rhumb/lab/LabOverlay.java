package rhumb.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import rhumb.controller.ControllerView;
import rhumb.controller.Startup;
import rhumb.controller.rule.RuleBook;
import rhumb.forward.ForwarderCore;
import rhumb.forward.fib.FibLink;
import rhumb.forward.fib.FibPath;
import rhumb.forward.io.ForwarderProcess;
import rhumb.lab.wan.Niceness;
import rhumb.lab.wan.TcpWan;
import rhumb.lab.wan.UdpWan;
import rhumb.lab.wan.Wan;
import rhumb.net.Endpoint;
import rhumb.net.Label;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.sim.impair.LinkModel;
import rhumb.sim.impair.LinkSettings;
import rhumb.sim.overlay.AddressPlan;
import rhumb.sim.overlay.OverlayIntent;
import rhumb.sim.run.World;
import rhumb.sim.scenario.PopSpec;
import rhumb.sim.scenario.Scenario;
import rhumb.southbound.message.LinkHealth;
import rhumb.southbound.message.Message;

/** The parts of a lab that stand: WAN, PoPs and controller. */
final class LabOverlay implements World, AutoCloseable {
    private static final long LEAST_CONTROL_NS = 200_000L;
    private static final long PATIENCE_MS = 1_000;

    /** Weighs a ninth of the usual (sched(7)). */
    private static final int PARTS_NICE = 10;

    private final Scenario scenario;
    private final AddressPlan plan;
    private final Map<PopId, Integer> numbers;
    private final Path folder;
    private final Wan wan;
    private final UdpWan udp;
    private final TcpWan tcp;
    private final LabController controller;
    private final Map<PopId, LabPop> pops = new LinkedHashMap<>();

    /**
     * Opens everything that can fail because of this machine; starts nothing yet.
     *
     * @throws IOException when an address of the plan is taken
     */
    LabOverlay(
            Scenario scenario,
            AddressPlan plan,
            Endpoint northbound,
            Consumer<LinkHealth> onHealth,
            BiConsumer<PopId, Message> onForwarder)
            throws IOException {
        this.scenario = scenario;
        this.plan = plan;
        numbers = OverlayIntent.popNumbers(scenario);
        folder = Files.createTempDirectory("rhumb-lab");
        wan = new Wan(scenario.links(), scenario.seed());
        Map<LinkId, int[]> ends = new LinkedHashMap<>();
        scenario.links()
                .keySet()
                .forEach(link ->
                        ends.put(link, new int[] {number(link.source()), number(link.target())}));
        udp = new UdpWan(wan, plan, ends);
        tcp = new TcpWan(wan);
        controller = new LabController(OverlayIntent.of(scenario, plan), plan, northbound);
        try {
            tcp.open(plan, ends);
            for (PopSpec spec : scenario.pops()) {
                openControl(spec.id());
                pops.put(
                        spec.id(),
                        new LabPop(
                                spec.id(),
                                number(spec.id()),
                                plan,
                                folder,
                                onHealth,
                                message -> onForwarder.accept(spec.id(), message)));
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** The way to the controller has the delay of the link to its PoP and none of its faults. */
    private void openControl(PopId pop) throws IOException {
        LinkSettings link =
                pop.equals(scenario.controller())
                        ? null
                        : scenario.links().get(LinkId.between(pop, scenario.controller()));
        long delayNs = link == null ? LEAST_CONTROL_NS : Math.max(LEAST_CONTROL_NS, link.delayNs());
        LinkSettings settings = LinkSettings.ofDelay(delayNs);
        Endpoint seen = plan.southboundSeen(number(pop));
        tcp.open(
                seen,
                new LinkModel(settings, new java.util.SplittableRandom(number(pop))),
                new LinkModel(settings, new java.util.SplittableRandom(number(pop) + 1_000L)),
                plan.southbound(),
                seen.withPort(0));
    }

    void start() throws IOException {
        udp.start();
        // The WAN does not wait for a processor; what it joins may. Threads inherit it.
        Niceness.set(PARTS_NICE);
        controller.start();
        for (LabPop pop : pops.values()) {
            pop.start();
        }
    }

    Map<PopId, Integer> numbers() {
        return numbers;
    }

    String socketsDescription() {
        return udp.description();
    }

    /** See {@link UdpWan#takeLatestNs}. */
    long takeLatestNs() {
        return udp.takeLatestNs();
    }

    /** What the controller knows; null while it is down. */
    @Nullable ControllerView view() {
        return controller.view();
    }

    /** Whether every forwarder runs the controller's rules. */
    boolean stands() {
        ControllerView view = controller.view();
        return view != null
                && view.phase() == Startup.Phase.FIRST_UPDATE
                && view.books().stream().allMatch(book -> book.state() == RuleBook.State.IN_SYNC);
    }

    /** For the error text when it does not come to stand. */
    String missing() {
        ControllerView view = controller.view();
        if (view == null) {
            return "the controller does not answer";
        }
        List<String> waiting =
                view.books().stream()
                        .filter(book -> book.state() != RuleBook.State.IN_SYNC)
                        .map(book -> book.pop() + " is " + book.state())
                        .toList();
        return "phase "
                + view.phase()
                + ", "
                + view.peers().size()
                + " processes connected, "
                + waiting;
    }

    @Override
    public void change(LinkId link, LinkSettings settings) {
        wan.change(link, settings);
    }

    @Override
    public void pop(PopId id, boolean up) {
        LabPop pop = pops.get(id);
        if (pop == null) {
            return;
        }
        try {
            if (up) {
                pop.start();
            } else {
                pop.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("PoP " + id + " did not come back", e);
        }
    }

    @Override
    public void controller(boolean up) {
        try {
            if (up) {
                controller.start();
            } else {
                controller.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the controller did not come back", e);
        }
    }

    @Override
    public Map<LinkId, Long> offeredBytes() {
        return wan.offeredBytes();
    }

    /** Follows the labels from forwarder to forwarder, as a packet would. */
    @Override
    public List<LinkId> path(PopId from, PopId to, TrafficClass trafficClass) {
        int target = number(to);
        List<Label> labels =
                ask(
                        from,
                        core -> {
                            FibPath path = core.activePath(target, trafficClass);
                            return path == null ? List.<Label>of() : path.rule().labels();
                        });
        List<LinkId> links = new ArrayList<>();
        PopId at = from;
        for (Label label : labels == null ? List.<Label>of() : labels) {
            LinkId link =
                    ask(
                            at,
                            core -> {
                                FibLink known = core.fib().link(label.value());
                                return known == null ? null : known.rule().link();
                            });
            if (link == null) {
                return List.of();
            }
            links.add(link);
            at = link.target();
        }
        return links;
    }

    private <T> @Nullable T ask(PopId id, Function<ForwarderCore, @Nullable T> question) {
        LabPop pop = pops.get(id);
        ForwarderProcess forwarder = pop == null ? null : pop.forwarder();
        if (forwarder == null) {
            return null;
        }
        try {
            return forwarder.ask(question).get(PATIENCE_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | CancellationException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private int number(PopId pop) {
        return numbers.getOrDefault(pop, 0);
    }

    /** Ends everything and leaves nothing behind. */
    @Override
    public void close() {
        pops.values().forEach(LabPop::close);
        controller.close();
        tcp.close();
        udp.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            // A temporary folder that stays is the system's to clean.
        }
    }
}
