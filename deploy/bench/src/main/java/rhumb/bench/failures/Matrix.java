package rhumb.bench.failures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import rhumb.bench.process.Disk;
import rhumb.bench.process.Run;

/** Has scenarios happen to three sites, and looks at what comes of them. */
public final class Matrix implements AutoCloseable {
    private interface Condition {
        boolean holds() throws InterruptedException, IOException;
    }

    private static final long PATIENCE_NS = 90_000_000_000L;

    /** For nine processes to begin, also on a machine that has other things to do. */
    private static final long BEGIN_NS = 240_000_000_000L;

    /** One attempt to go back; after a failure soon before PoPs wait for longer. */
    private static final long BACK_NS = 65_000_000_000L;

    private static final long LOOK_MS = 20;

    /** For what is under way and what is asked for again. */
    private static final long LAST_PACKETS_MS = 1_500;

    /** All quiet before something happens. */
    private static final long QUIET_MS = 2_000;

    private final Path folder;
    private final @Nullable Path installed;
    private final Consumer<String> progress;
    private final Map<Scenario.Setting, Integer> begun = new EnumMap<>(Scenario.Setting.class);
    private Sites sites;
    private Watch watch;
    private Scenario.Setting setting;
    private int commits;
    private boolean pinned;
    private final List<String> promised = new ArrayList<>();

    private Matrix(
            Path folder,
            @Nullable Path installed,
            Consumer<String> progress,
            Scenario.Setting setting)
            throws IOException, InterruptedException {
        this.folder = folder;
        this.installed = installed;
        this.progress = progress;
        this.setting = setting;
        this.sites = begin(setting);
        this.watch = new Watch(sites.asked);
    }

    /**
     * Makes the network and starts everything.
     *
     * @param folder for logs; the rest in it ends with the enclosure
     * @param installed see {@link rhumb.bench.process.JavaProcess.Start#installed}
     * @param progress told what happens
     */
    public static Matrix begin(
            Path folder, @Nullable Path installed, Scenario first, Consumer<String> progress)
            throws IOException, InterruptedException {
        Enclosure.settle();
        Hub.open();
        return new Matrix(folder, installed, progress, first.setting);
    }

    /** Why a scenario cannot be tried here; empty when it can. */
    public static Optional<String> obstacle(Scenario scenario) {
        return scenario.setting == Scenario.Setting.CLOCKS && Clock.library().isEmpty()
                ? Optional.of("libfaketime is not installed (apt-get install faketime)")
                : Optional.empty();
    }

    private Sites begin(Scenario.Setting wanted) throws IOException, InterruptedException {
        String name = wanted.name().toLowerCase(java.util.Locale.ROOT);
        progress.accept("starting three sites, " + name);
        Path place = folder.resolve(name + "-" + begun.merge(wanted, 1, Integer::sum));
        Path logs = place.resolveSibling(place.getFileName() + "-logs");
        Files.createDirectories(place);
        Files.createDirectories(logs);
        // Keys of the authority among them: they end with the enclosure.
        Run.of("mount", "-t", "tmpfs", "-o", "size=64m,mode=700", "place", place.toString());
        return Sites.begin(place, logs, wanted, installed);
    }

    /** Has it happen, and looks. */
    public Outcome run(Scenario scenario) throws IOException, InterruptedException {
        if (scenario.setting != setting) {
            watch.close();
            sites.close();
            promised.clear();
            pinned = false;
            setting = scenario.setting;
            sites = begin(setting);
            watch = new Watch(sites.asked);
        }
        awaitQuiet();
        int leader = sites.leader();
        int follower = leader % Hub.SITES + 1;
        progress.accept(scenario.text() + " (" + leader + " leads)");
        return new Round(scenario, leader, follower).outcome();
    }

    private void awaitQuiet() throws IOException, InterruptedException {
        long startNs = System.nanoTime();
        boolean alike = within(BEGIN_NS, () -> isWhole() && sites.difference().isEmpty());
        if (!alike) {
            throw new IOException(
                    "nothing works after 240 s: see the logs in "
                            + folder
                            + " ("
                            + sites.difference()
                            + ")");
        }
        within(PATIENCE_NS, () -> commit(sites.leader()));
        awaitMedia();
        Thread.sleep(QUIET_MS);
        watch.faults();
        progress.accept("all is well after " + (System.nanoTime() - startNs) / 1_000_000 + " ms");
    }

    private boolean isWhole() throws InterruptedException {
        int leader = sites.leader();
        return leader != 0 && sites.isSteady(leader, Sites.numbers());
    }

    private boolean allAnswer() throws InterruptedException {
        for (Site site : sites.all()) {
            if (sites.asked.get(site.number, "cluster").isMissingNode()) {
                return false;
            }
        }
        return true;
    }

    private void awaitMedia() throws IOException, InterruptedException {
        boolean flow =
                within(
                        PATIENCE_NS,
                        () -> {
                            int[] before = sites.media.stream().mapToInt(Media::sent).toArray();
                            Thread.sleep(LAST_PACKETS_MS);
                            boolean all = true;
                            for (int i = 0; i < before.length; i++) {
                                int from = Math.max(0, before[i] - Media.PER_SECOND / 2);
                                all &= sites.media.get(i).lost(from, before[i]) == 0;
                            }
                            return all;
                        });
        if (!flow) {
            throw new IOException("media do not flow: see the logs in " + folder);
        }
    }

    /** Something that changes no path of media; whether it was acknowledged. */
    private boolean commit(int member) throws InterruptedException {
        if (member == 0) {
            return false;
        }
        String why = "bench-" + commits++;
        String verb =
                pinned
                        ? "intent/unpin?from=sin&to=fra&class=bulk&who=bench&why="
                        : "intent/pin?path=sin,fra&class=bulk&who=bench&why=";
        boolean done = sites.asked.post(member, verb + why);
        // One that failed may have come through all the same.
        pinned = !pinned;
        if (done) {
            promised.add(why);
        }
        return done;
    }

    private static boolean within(long forNs, Condition condition)
            throws IOException, InterruptedException {
        long endNs = System.nanoTime() + forNs;
        while (!condition.holds()) {
            if (System.nanoTime() - endNs > 0) {
                return false;
            }
            Thread.sleep(LOOK_MS);
        }
        return true;
    }

    @Override
    public void close() {
        watch.close();
        sites.close();
    }

    /** One scenario, once. */
    private final class Round {
        private final Scenario scenario;
        private final int leader;
        private final int follower;
        private final List<String> faults = new ArrayList<>();
        private final int[] firstPacket;
        private final int[] epochsBefore;
        private final int lostBefore;

        /** Who is out of it while it lasts, by number of the site. */
        private final Set<Integer> out;

        Round(Scenario scenario, int leader, int follower) throws IOException {
            this.scenario = scenario;
            this.leader = leader;
            this.follower = follower;
            this.out = out();
            this.firstPacket = sites.media.stream().mapToInt(Media::sent).toArray();
            this.epochsBefore = sites.epochs();
            this.lostBefore = sites.sessionsLost();
        }

        private Set<Integer> out() {
            return switch (scenario) {
                case KILL_FOLLOWER, SLOW_FOLLOWER, SPLIT_FOLLOWER, OLD_DISK -> Set.of(follower);
                case KILL_LEADER,
                        STOP_LEADER,
                        SLOW_LEADER,
                        SPLIT_CONTROLLERS,
                        SPLIT_LEADER,
                        FAR,
                        FAR_SPLIT ->
                        Set.of(leader);
                case KILL_ALL, SPLIT_ALL -> Sites.numbers();
                case FULL_DISK, FULL_DISK_FOLLOWER, CLOCK_AHEAD, CLOCK_BEHIND -> Set.of();
            };
        }

        Outcome outcome() throws IOException, InterruptedException {
            if (scenario == Scenario.OLD_DISK) {
                Disk.replace(sites.site(follower).state, old());
                within(PATIENCE_NS, () -> commit(sites.leader()));
                within(PATIENCE_NS, () -> commit(sites.leader()));
            }
            long startNs = System.nanoTime();
            happen();
            watch.minority(minority());
            double steadyMs = out.size() == Hub.SITES ? -1 : during(startNs);
            sleepUntil(startNs + scenario.seconds * 1_000_000_000L);
            heal();
            watch.minority(Set.of());
            within(PATIENCE_NS, Matrix.this::allAnswer);
            long healedNs = System.nanoTime();
            boolean whole = within(PATIENCE_NS, Matrix.this::isWhole);
            steadyMs = steadyMs < 0 && whole ? sinceMs(healedNs) : steadyMs;
            boolean alike = within(PATIENCE_NS, () -> sites.difference().isEmpty());
            double alikeMs = whole && alike ? sinceMs(healedNs) : -1;
            progress.accept("alike after " + Math.round(alikeMs) + " ms");
            boolean back = within(BACK_NS, () -> isWhole() && sites.areAllAtHome(sites.leader()));
            double backMs = back ? sinceMs(healedNs) : -1;
            judge(alikeMs);
            return outcome(steadyMs, alikeMs, backMs);
        }

        /** Those that must not lead while it lasts; who is dead or stopped cannot. */
        private Set<Integer> minority() {
            return switch (scenario) {
                case SPLIT_CONTROLLERS, SPLIT_LEADER, SPLIT_FOLLOWER, SPLIT_ALL, FAR_SPLIT -> out;
                default -> Set.of();
            };
        }

        /** The PoPs that the others reach meanwhile. */
        private Set<Integer> reached() {
            Set<Integer> pops = Sites.numbers();
            if (scenario != Scenario.SPLIT_CONTROLLERS) {
                pops.removeAll(minority());
            }
            return pops;
        }

        private double during(long startNs) throws IOException, InterruptedException {
            Set<Integer> pops = reached();
            boolean steady =
                    within(
                            PATIENCE_NS,
                            () -> {
                                int now = sites.leader();
                                return now != 0 && !out.contains(now) && sites.isSteady(now, pops);
                            });
            double steadyMs = steady ? sinceMs(startNs) : -1;
            progress.accept("steady after " + Math.round(steadyMs) + " ms");
            if (!steady) {
                faults.add("nobody leads the PoPs that are reached");
            }
            if (!within(PATIENCE_NS, () -> commit(sites.leader()))) {
                faults.add("a majority takes no commit");
            }
            for (int member : minority()) {
                refuseAt(member);
            }
            return steadyMs;
        }

        /** A minority takes no commit. */
        private void refuseAt(int member) throws InterruptedException {
            String why = "minority-" + commits++;
            String verb = "intent/pin?path=fra,nyc&class=log&who=bench&why=" + why;
            if (sites.asked.post(member, verb)) {
                faults.add("member " + member + " of a minority took a commit");
            }
        }

        private void happen() throws IOException, InterruptedException {
            switch (scenario) {
                case KILL_FOLLOWER, OLD_DISK -> sites.site(follower).controller.kill();
                case KILL_LEADER, FAR -> sites.site(leader).controller.kill();
                case KILL_ALL -> {
                    for (Site site : sites.all()) {
                        site.controller.kill();
                    }
                }
                case STOP_LEADER, SLOW_LEADER -> sites.site(leader).controller.signal("STOP");
                case SLOW_FOLLOWER -> sites.site(follower).controller.signal("STOP");
                case SPLIT_CONTROLLERS -> Hub.cut(leader, List.of(Site.CLUSTER));
                case SPLIT_LEADER, SPLIT_FOLLOWER, SPLIT_ALL, FAR_SPLIT -> {
                    for (int site : out) {
                        Hub.cut(site, List.of(Site.CLUSTER, Site.SOUTHBOUND));
                    }
                }
                case FULL_DISK -> Disk.fill(sites.site(leader).state);
                case FULL_DISK_FOLLOWER -> Disk.fill(sites.site(follower).state);
                case CLOCK_AHEAD -> Clock.set(sites.site(leader).clock(), "+1h");
                case CLOCK_BEHIND -> Clock.set(sites.site(leader).clock(), "-1h");
            }
            if (scenario == Scenario.SPLIT_ALL) {
                for (int member : out) {
                    sleepUntil(System.nanoTime() + 1_000_000_000L);
                    refuseAt(member);
                }
            }
        }

        private void heal() throws IOException, InterruptedException {
            switch (scenario) {
                case KILL_FOLLOWER -> sites.site(follower).controller.start();
                case KILL_LEADER, FAR -> sites.site(leader).controller.start();
                case OLD_DISK -> {
                    Site site = sites.site(follower);
                    Disk.replace(old(), site.state);
                    site.controller.start();
                }
                case KILL_ALL -> {
                    for (Site site : sites.all()) {
                        site.controller.start();
                    }
                }
                case STOP_LEADER, SLOW_LEADER -> sites.site(leader).controller.signal("CONT");
                case SLOW_FOLLOWER -> sites.site(follower).controller.signal("CONT");
                case SPLIT_CONTROLLERS, SPLIT_LEADER, SPLIT_FOLLOWER, SPLIT_ALL, FAR_SPLIT -> {
                    for (int site : out) {
                        Hub.heal(site);
                    }
                }
                case FULL_DISK -> Disk.makeRoom(sites.site(leader).state);
                case FULL_DISK_FOLLOWER -> Disk.makeRoom(sites.site(follower).state);
                case CLOCK_AHEAD, CLOCK_BEHIND -> Clock.set(sites.site(leader).clock(), "+0");
            }
        }

        private void judge(double alikeMs) throws InterruptedException {
            faults.addAll(watch.faults());
            if (alikeMs < 0) {
                faults.add("members never hold the same again: " + sites.difference());
                return;
            }
            if (alikeMs > Outcome.ALIKE_MS) {
                faults.add("all hold the same only after " + Math.round(alikeMs) + " ms");
            }
            for (int member = 1; member <= Hub.SITES; member++) {
                for (String why : promised) {
                    if (!sites.holds(member, why)) {
                        faults.add("member " + member + " lost commit " + why);
                    }
                }
                if (sites.asked.revisions(member).contains("\"minority-")) {
                    faults.add("member " + member + " holds a commit of a minority");
                }
            }
        }

        private Outcome outcome(double steadyMs, double alikeMs, double backMs)
                throws IOException, InterruptedException {
            int[] last = sites.media.stream().mapToInt(Media::sent).toArray();
            Thread.sleep(LAST_PACKETS_MS);
            long sent = 0;
            long lost = 0;
            for (int i = 0; i < last.length; i++) {
                Media flow = sites.media.get(i);
                sent += last[i] - firstPacket[i];
                int missing = flow.lost(firstPacket[i], last[i]);
                lost += missing;
                if (missing > 0) {
                    progress.accept(
                            "lost of "
                                    + Site.name(i + 1)
                                    + ": "
                                    + flow.gaps(firstPacket[i], last[i]));
                }
            }
            int[] epochs = sites.epochs();
            if (lost > 0) {
                faults.add("media lost");
            }
            if (epochs[1] > epochsBefore[1]) {
                faults.add("a forwarder installed an older epoch");
            }
            return new Outcome(
                    scenario,
                    sent,
                    lost,
                    steadyMs,
                    alikeMs,
                    backMs,
                    epochs[0] - epochsBefore[0],
                    epochs[1] - epochsBefore[1],
                    epochs[2] - epochsBefore[2],
                    sites.sessionsLost() - lostBefore,
                    new ArrayList<>(new HashSet<>(faults)));
        }

        private Path old() {
            return sites.site(follower).state.resolveSibling("old");
        }
    }

    private static double sinceMs(long startNs) {
        return (System.nanoTime() - startNs) / 1e6;
    }

    private static void sleepUntil(long atNs) throws InterruptedException {
        long leftMs = (atNs - System.nanoTime()) / 1_000_000;
        if (leftMs > 0) {
            Thread.sleep(leftMs);
        }
    }
}
