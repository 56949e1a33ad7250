package rhumb.bench.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import rhumb.bench.process.Disk;
import rhumb.bench.process.JavaProcess;
import rhumb.bench.process.Northbound;
import rhumb.bench.process.ProcessUse;
import rhumb.controller.commit.CommitRefused;
import rhumb.controller.intent.PopIntent;
import rhumb.controller.intent.Topology;
import rhumb.controller.io.YamlIntent;

/** Three controllers as processes, and PoPs that know all three. */
public final class Trio implements AutoCloseable {
    private static final int MEMBERS = 3;
    private static final long PATIENCE_NS = 90_000_000_000L;

    /** More PoPs than that want what controllers of large overlays are given. */
    private static final int FEW = 100;

    private static final long LONG_PATIENCE_NS = 400_000_000_000L;

    /**
     * As the launcher starts them, in memory that is theirs before they begin: where the machine
     * hands its pages out slowly, a start would measure that and little else.
     */
    private static final List<String> LARGE =
            List.of(
                    "-Xms4g",
                    "-Xmx4g",
                    "-XX:+AlwaysPreTouch",
                    "--add-modules=jdk.incubator.vector",
                    "-XX:+UnlockExperimentalVMOptions",
                    "-XX:G1NewSizePercent=40",
                    "-XX:+UseTransparentHugePages");

    /**
     * Above that, three that hold what the leader needs from the beginning do not fit beside the
     * PoPs.
     */
    private static final int MANY = 500;

    /** What a leader of 1,000 PoPs grows to; one that follows needs half of it. */
    private static final List<String> LARGEST =
            List.of(
                    "-Xms2g",
                    "-Xmx7g",
                    "--add-modules=jdk.incubator.vector",
                    "-XX:+UnlockExperimentalVMOptions",
                    "-XX:G1NewSizePercent=20",
                    "-XX:+UseTransparentHugePages");

    private static final long LOOK_MS = 5;
    private static final String OLD = "old";

    /** A commit that changes no path of the link under test. */
    private static final String PIN = "intent/pin?path=p0001,p0002&class=bulk&who=bench&why=";

    private static final String UNPIN =
            "intent/unpin?from=p0001&to=p0002&class=bulk&who=bench&why=";

    private final long awaySeconds;
    private final List<ControllerProcess> controllers = new ArrayList<>();
    private final Northbound asked = new Northbound(ControllerProcess::northbound, null);
    private final List<PretendPop> pops = new ArrayList<>();
    private final Path folder;
    private final Topology topology;
    private long letInNs;
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
                            number,
                            MEMBERS,
                            intent,
                            folder,
                            pops > MANY ? LARGEST : pops > FEW ? LARGE : JavaProcess.Start.SMALL));
        }
    }

    /**
     * Starts everything and waits until rules run.
     *
     * @param folder for configurations, journals and logs of the controllers
     * @param awaySeconds for how long a controller is stopped or cut off
     * @param progress told what happens
     */
    public static Trio begin(Path folder, int pops, long awaySeconds, Consumer<String> progress)
            throws IOException, InterruptedException {
        Trio trio = new Trio(folder, pops, awaySeconds);
        long startNs = System.nanoTime();
        try {
            for (ControllerProcess controller : trio.controllers) {
                controller.process.start();
            }
            await(
                    LONG_PATIENCE_NS,
                    "answers",
                    t -> trio.controllers.stream().allMatch(trio::answers));
            trio.tell(progress, "all controllers answer");
            long openNs = System.nanoTime();
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
            trio.awaitRules(startNs, pops > FEW ? LONG_PATIENCE_NS : PATIENCE_NS, progress);
            trio.letInNs = System.nanoTime() - openNs;
            trio.commit();
            return trio;
        } catch (IOException | InterruptedException | RuntimeException e) {
            trio.close();
            throw e;
        }
    }

    private void awaitRules(long sinceNs, long patienceNs, Consumer<String> progress)
            throws InterruptedException {
        await(patienceNs, "greetings", t -> pops.stream().allMatch(PretendPop::greeted));
        tell(progress, "all PoPs are greeted");
        await(patienceNs, "rules", t -> pops.stream().anyMatch(pop -> pop.installedNs() > 0));
        tell(progress, "the first rules are there");
        await(
                patienceNs,
                "rules at all PoPs",
                t -> pops.stream().allMatch(pop -> pop.installedNs() > 0));
        startNs = System.nanoTime() - sinceNs;
        tell(progress, "all PoPs have rules");
    }

    /** What happened, and what all took of processors by then: wall time is others' too. */
    private void tell(Consumer<String> progress, String what) {
        StringBuilder text = new StringBuilder(what).append(" (processor time of controllers");
        for (ControllerProcess one : controllers) {
            text.append(' ').append(seconds(one.process.pid()));
        }
        progress.accept(
                text.append(" s, of the simulated PoPs ")
                        .append(seconds(ProcessHandle.current().pid()))
                        .append(" s)")
                        .toString());
    }

    private static String seconds(long pid) {
        return String.format(Locale.ROOT, "%.1f", ProcessUse.processors(pid).toMillis() / 1e3);
    }

    /** An overlay of so many PoPs with a link each way between any two, as YAML. */
    static String document(int pops) {
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

    /** The same from when the controllers answered and the PoPs were let in. */
    public double letInMs() {
        return letInNs / 1e6;
    }

    /**
     * Has links degrade one after the other while each agent reports once a second.
     *
     * @param seconds for how long
     */
    public LoadRow load(long seconds) throws IOException, InterruptedException {
        return new Load(pops, controllers, topology).run(seconds, leader().number);
    }

    /** Has it happen, and looks. */
    public FailureRow run(Failure failure) throws IOException, InterruptedException {
        ControllerProcess leader = leader();
        ControllerProcess follower = controllers.get(leader.number % MEMBERS);
        long lostBefore = pops.stream().mapToLong(PretendPop::lost).sum();
        long olderBefore = pops.stream().mapToLong(PretendPop::older).sum();
        if (failure == Failure.OLD_DISK) {
            Disk.replace(follower.state, folder.resolve(OLD));
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
            case KILL_LEADER -> leader.process.kill();
            case KILL_FOLLOWER, OLD_DISK -> follower.process.kill();
            case KILL_ALL -> {
                for (ControllerProcess controller : controllers) {
                    controller.process.kill();
                }
                for (ControllerProcess controller : controllers) {
                    controller.process.start();
                }
            }
            case STOP_LEADER -> leader.process.signal("STOP");
            case SPLIT -> Split.cutOff(ControllerProcess.address(leader.number), others(leader));
        }
    }

    /** Makes all whole again; the moment when it was. */
    private long heal(Failure failure, ControllerProcess leader, ControllerProcess follower)
            throws IOException, InterruptedException {
        switch (failure) {
            case KILL_LEADER -> leader.process.start();
            case KILL_FOLLOWER -> follower.process.start();
            case KILL_ALL -> {}
            case STOP_LEADER -> {
                Thread.sleep(awaySeconds * 1_000);
                leader.process.signal("CONT");
            }
            case OLD_DISK -> {
                Disk.replace(folder.resolve(OLD), follower.state);
                follower.process.start();
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
                long of = leads(controller);
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
                        return asked.post(leader().number, verb);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        return false;
                    }
                });
        pinned = !pinned;
        commits++;
    }

    private boolean answers(ControllerProcess controller) {
        try {
            return !asked.get(controller.number, "cluster").isMissingNode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean alike() {
        try {
            String first = asked.revisions(controllers.getFirst().number);
            for (ControllerProcess controller : controllers) {
                if (!asked.revisions(controller.number).equals(first)) {
                    return false;
                }
            }
            return !first.isEmpty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Its term; 0 = it does not lead. */
    private long leads(ControllerProcess controller) throws InterruptedException {
        return controller.process.runs() ? asked.leads(controller.number) : 0;
    }

    /** How many revisions of the bench it holds. */
    private int revisions(ControllerProcess controller) throws InterruptedException {
        return asked.revisions(controller.number).split("\"who\":\"bench\"", -1).length - 1;
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

    @Override
    public void close() {
        pops.forEach(PretendPop::close);
        try {
            for (ControllerProcess controller : controllers) {
                controller.process.signal("CONT");
                controller.process.kill();
            }
        } catch (IOException | InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
