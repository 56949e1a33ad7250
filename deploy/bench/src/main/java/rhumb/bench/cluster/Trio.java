package rhumb.bench.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import rhumb.controller.commit.CommitRefused;
import rhumb.controller.intent.PopIntent;
import rhumb.controller.intent.Topology;
import rhumb.controller.io.YamlIntent;
import rhumb.net.LinkId;

/** Three controllers as processes, and PoPs that know all three. */
public final class Trio implements AutoCloseable {
    private static final int MEMBERS = 3;
    private static final long PATIENCE_NS = 90_000_000_000L;

    /** More PoPs than that want what controllers of large overlays are given. */
    private static final int FEW = 100;

    private static final long LONG_PATIENCE_NS = 400_000_000_000L;

    private static final List<String> SMALL =
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    /** As the launcher starts them. */
    private static final List<String> LARGE =
            List.of(
                    "-Xmx4g",
                    "--add-modules=jdk.incubator.vector",
                    "-XX:+UnlockExperimentalVMOptions",
                    "-XX:G1NewSizePercent=40",
                    "-XX:+UseTransparentHugePages");

    private static final long LOOK_MS = 5;
    private static final String OLD = "old";

    /** A commit that changes no path of the link under test. */
    private static final String PIN = "intent/pin?path=p0001,p0002&class=bulk&who=bench&why=";

    private static final String UNPIN =
            "intent/unpin?from=p0001&to=p0002&class=bulk&who=bench&why=";

    private final long awaySeconds;
    private final List<ControllerProcess> controllers = new ArrayList<>();
    private final List<PretendPop> pops = new ArrayList<>();
    private final Path folder;
    private final Topology topology;
    private long startNs;
    private int commits;
    private boolean pinned;
    private int degraded;

    private Trio(Path folder, int pops, long awaySeconds) throws IOException {
        this.folder = folder;
        this.awaySeconds = awaySeconds;
        String document = document(pops);
        try {
            this.topology = new Topology(new YamlIntent().intent(document));
        } catch (CommitRefused e) {
            throw new IOException(e.getMessage());
        }
        String intent = "intent:\n" + document.indent(2);
        for (int number = 1; number <= MEMBERS; number++) {
            controllers.add(
                    new ControllerProcess(
                            number, MEMBERS, intent, folder, pops > FEW ? LARGE : SMALL));
        }
    }

    /**
     * Starts everything and waits until rules run.
     *
     * @param folder for configurations, journals and logs of the controllers
     * @param awaySeconds for how long a controller is stopped or cut off
     */
    public static Trio begin(Path folder, int pops, long awaySeconds)
            throws IOException, InterruptedException {
        Trio trio = new Trio(folder, pops, awaySeconds);
        long startNs = System.nanoTime();
        try {
            for (ControllerProcess controller : trio.controllers) {
                controller.start();
            }
            List<String> near =
                    new ArrayList<>(
                            trio.controllers.stream()
                                    .map(c -> ControllerProcess.southbound(c.number))
                                    .toList());
            for (PopIntent pop : trio.topology.pops()) {
                // A third of the PoPs is nearest to each controller.
                trio.pops.add(new PretendPop(pop.name(), trio.topology, near));
                Collections.rotate(near, -1);
            }
            await(
                    pops > FEW ? LONG_PATIENCE_NS : PATIENCE_NS,
                    "rules at all PoPs",
                    t -> trio.pops.stream().allMatch(p -> p.installedNs() > 0));
            trio.startNs = System.nanoTime() - startNs;
            trio.commit();
            return trio;
        } catch (IOException | InterruptedException | RuntimeException e) {
            trio.close();
            throw e;
        }
    }

    private static String document(int pops) {
        StringBuilder yaml = new StringBuilder("controller: 1\npops:\n");
        for (int i = 1; i <= pops; i++) {
            String host = String.format(Locale.ROOT, "10.%d.%d.1", i >> 8, i & 255);
            yaml.append(String.format(Locale.ROOT, "  - name: p%04d%n    number: %d%n", i, i));
            yaml.append("    uplinks:\n      - data: ").append(host).append(":4790\n");
            yaml.append("        probe: ").append(host).append(":862\n");
            yaml.append("        stream: ").append(host).append(":4791\n");
        }
        return yaml.toString();
    }

    /** How long it took from the start of all until all PoPs had their rules, in ms. */
    public double startMs() {
        return startNs / 1e6;
    }

    /**
     * Has links degrade one after the other while each agent reports once a second.
     *
     * @param seconds for how long
     */
    public LoadRow load(long seconds) throws IOException, InterruptedException {
        List<Double> rulesMs = new ArrayList<>();
        Reporters reporters = new Reporters(pops);
        List<Duration> before = use();
        long startNs = System.nanoTime();
        try (reporters) {
            for (int n = 0; System.nanoTime() - startNs < seconds * 1_000_000_000L; n++) {
                PretendPop one = pops.get(Math.floorMod(n * 37, pops.size()));
                PretendPop other = pops.get(Math.floorMod(n * 37 + 1, pops.size()));
                Topology.Link link =
                        topology.link(topology.linkIndex(LinkId.between(one.pop(), other.pop())));
                for (boolean loses : new boolean[] {true, false}) {
                    long saidNs = System.nanoTime();
                    one.sayOf(link, loses);
                    other.sayOf(link, loses);
                    if (loses) {
                        await("rules after the change", t -> one.installedNs() > saidNs);
                        rulesMs.add((one.installedNs() - saidNs) / 1e6);
                    }
                }
            }
        }
        double tookS = (System.nanoTime() - startNs) / 1e9;
        List<Duration> after = use();
        int leader = leader().number;
        List<LoadRow.Use> use = new ArrayList<>();
        for (int i = 0; i < MEMBERS; i++) {
            use.add(
                    new LoadRow.Use(
                            i + 1,
                            i + 1 == leader,
                            after.get(i).minus(before.get(i)).toNanos() / 1e9 / tookS,
                            ProcessUse.residentMb(controllers.get(i).pid())));
        }
        rulesMs.sort(null);
        return new LoadRow(rulesMs, reporters.sent() / tookS, use);
    }

    private List<Duration> use() {
        return controllers.stream().map(one -> ProcessUse.processors(one.pid())).toList();
    }

    /** Has it happen, and looks. */
    public FailureRow run(Failure failure) throws IOException, InterruptedException {
        ControllerProcess leader = leader();
        ControllerProcess follower = controllers.get(leader.number % MEMBERS);
        long lostBefore = pops.stream().mapToLong(PretendPop::lost).sum();
        long olderBefore = pops.stream().mapToLong(PretendPop::older).sum();
        if (failure == Failure.OLD_DISK) {
            copy(follower.state, folder.resolve(OLD));
            commit();
        }
        long startNs = System.nanoTime();
        happen(failure, leader, follower);
        degrade();
        long leaderNs = awaitLeader(failure, leader);
        long rulesNs = awaitRules(startNs);
        boolean changes = leader().number != leader.number || failure == Failure.KILL_ALL;
        commit();
        long wholeNs = heal(failure, leader, follower);
        await("the same revisions on all", t -> alike());
        long alikeNs = System.nanoTime();
        return new FailureRow(
                failure,
                changes ? (leaderNs - startNs) / 1e6 : 0,
                (rulesNs - startNs) / 1e6,
                pops.stream().mapToLong(PretendPop::lost).sum() - lostBefore,
                pops.stream().mapToLong(PretendPop::older).sum() - olderBefore,
                Math.max(0, alikeNs - wholeNs) / 1e6,
                commits - revisions(leader()));
    }

    private void happen(Failure failure, ControllerProcess leader, ControllerProcess follower)
            throws IOException, InterruptedException {
        switch (failure) {
            case KILL_LEADER -> leader.kill();
            case KILL_FOLLOWER, OLD_DISK -> follower.kill();
            case KILL_ALL -> {
                for (ControllerProcess controller : controllers) {
                    controller.kill();
                }
                for (ControllerProcess controller : controllers) {
                    controller.start();
                }
            }
            case STOP_LEADER -> leader.signal("STOP");
            case SPLIT -> Split.cutOff(ControllerProcess.address(leader.number), others(leader));
        }
    }

    /** Makes all whole again; the moment when it was. */
    private long heal(Failure failure, ControllerProcess leader, ControllerProcess follower)
            throws IOException, InterruptedException {
        switch (failure) {
            case KILL_LEADER -> leader.start();
            case KILL_FOLLOWER -> follower.start();
            case KILL_ALL -> {}
            case STOP_LEADER -> {
                Thread.sleep(awaySeconds * 1_000);
                leader.signal("CONT");
            }
            case OLD_DISK -> {
                copy(folder.resolve(OLD), follower.state);
                follower.start();
            }
            case SPLIT -> {
                Thread.sleep(awaySeconds * 1_000);
                Split.heal();
            }
        }
        for (ControllerProcess controller : controllers) {
            await("an answer of controller " + controller.number, t -> answers(controller));
        }
        return System.nanoTime();
    }

    private List<String> others(ControllerProcess one) {
        return controllers.stream()
                .filter(c -> c != one)
                .map(c -> ControllerProcess.address(c.number))
                .toList();
    }

    /** The next link degrades, and the one before does well again: some rules must change. */
    private void degrade() {
        int target = 2 + degraded++ % (pops.size() - 1);
        String link = String.format(Locale.ROOT, "p0001->p%04d", target);
        // Both ends say so.
        pops.forEach(pop -> pop.say(link));
    }

    private long awaitLeader(Failure failure, ControllerProcess before)
            throws InterruptedException {
        boolean must = failure != Failure.KILL_FOLLOWER && failure != Failure.OLD_DISK;
        await(
                "a leader",
                t -> {
                    ControllerProcess now = find();
                    boolean other = now != before || failure == Failure.KILL_ALL;
                    return now != null && (!must || other);
                });
        return System.nanoTime();
    }

    private long awaitRules(long sinceNs) throws InterruptedException {
        await("rules after the change", t -> pops.getFirst().installedNs() > sinceNs);
        return pops.getFirst().installedNs();
    }

    private ControllerProcess leader() throws InterruptedException {
        await("a leader", t -> find() != null);
        ControllerProcess found = find();
        return found == null ? leader() : found;
    }

    /** The one that leads; of two that say so the one that answers commits is found by asking. */
    private @Nullable ControllerProcess find() {
        try {
            long term = 0;
            ControllerProcess leader = null;
            for (ControllerProcess controller : controllers) {
                long of = controller.leads();
                if (of > term) {
                    term = of;
                    leader = controller;
                }
            }
            return leader;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** Has something committed that is acknowledged. */
    private void commit() throws InterruptedException {
        await(
                "a commit",
                t -> {
                    try {
                        String verb = (pinned ? UNPIN : PIN) + (commits + 1);
                        return leader().ask("POST", verb) != null;
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        return false;
                    }
                });
        pinned = !pinned;
        commits++;
    }

    private static boolean answers(ControllerProcess controller) {
        try {
            return controller.ask("GET", "cluster") != null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean alike() {
        try {
            String first = controllers.getFirst().log();
            for (ControllerProcess controller : controllers) {
                if (!controller.log().equals(first)) {
                    return false;
                }
            }
            return !first.isEmpty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static int revisions(ControllerProcess controller) throws InterruptedException {
        return controller.revisions();
    }

    private static void await(String what, LongPredicate condition) throws InterruptedException {
        await(PATIENCE_NS, what, condition);
    }

    private static void await(long patienceNs, String what, LongPredicate condition)
            throws InterruptedException {
        long startNs = System.nanoTime();
        while (!condition.test(startNs)) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (System.nanoTime() - startNs > patienceNs) {
                throw new IllegalStateException(
                        "waited " + patienceNs / 1_000_000_000L + " s for " + what);
            }
            Thread.sleep(LOOK_MS);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (var files = Files.list(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(file.getFileName());
                if (Files.isDirectory(file)) {
                    copy(file, copy);
                } else {
                    Files.copy(file, copy, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    @Override
    public void close() {
        pops.forEach(PretendPop::close);
        try {
            for (ControllerProcess controller : controllers) {
                controller.signal("CONT");
                controller.kill();
            }
        } catch (IOException | InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
