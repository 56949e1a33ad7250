package rhumb.controller;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.hotspot.DefaultExports;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import rhumb.controller.cluster.ClusterConfig;
import rhumb.controller.commit.Configured;
import rhumb.controller.intent.RuleIntent;
import rhumb.controller.intent.Topology;
import rhumb.controller.io.Archive;
import rhumb.controller.io.ClusterSide;
import rhumb.controller.io.ControllerConfig;
import rhumb.controller.io.ControllerDoors;
import rhumb.controller.io.ControllerMetric;
import rhumb.controller.io.ControllerMetrics;
import rhumb.controller.io.CoreLoop;
import rhumb.controller.io.IntentKeeper;
import rhumb.controller.io.IntentSchema;
import rhumb.controller.io.IntentSource;
import rhumb.controller.io.NorthboundServer;
import rhumb.controller.io.OperatorSide;
import rhumb.host.config.ConfigException;
import rhumb.host.config.ConfigFile;
import rhumb.host.main.Commands;
import rhumb.host.main.ExitCode;
import rhumb.host.main.Lifetime;
import rhumb.host.main.Version;
import rhumb.host.metrics.Health;
import rhumb.host.metrics.MetricCollector;
import rhumb.host.metrics.MetricsEndpoint;
import rhumb.host.session.SouthboundServer;
import rhumb.net.Endpoint;

/**
 * A running controller, and the {@code rhumb controller} command that runs one.
 *
 * <pre>
 * agents, forwarders                                                operators, Prometheus
 *   gRPC threads                        core thread                       netty, HTTP threads
 * SouthboundServer -- inputs -->  CoreLoop: Sessions, ControllerCore  <-- questions -- NorthboundServer
 *        ^---- frames, as peers take them --'                        `-- Reading --> MetricsEndpoint
 * </pre>
 *
 * What-if questions have a thread of their own beside netty's ({@code CostlyQuestions}): one at a
 * time, on a Reading that does not change.
 *
 * <p>It keeps on disk what operators committed ({@code IntentKeeper}) and, for people alone, what
 * happened ({@code HistoryDesk}, on a thread of its own, which is offered events and link states by
 * the core's): what it needs after a restart besides it reads from agents and forwarders.
 */
public final class Controller implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Controller.class);
    private static final long BEAT_PER_POP_NS = 1_000_000L;
    private static final long SHORTEST_BEAT_NS = 250_000_000L;
    private static final String SAMPLE = "/rhumb/controller/controller.yaml";

    private final CoreLoop loop;
    private final IntentKeeper keeper;
    private final @Nullable ClusterSide cluster;
    private final Archive archive;
    private final SouthboundServer southbound;
    private final OperatorSide operators;
    private final ControllerDoors doors;
    private final MetricsEndpoint metrics;

    private Controller(
            CoreLoop loop,
            IntentKeeper keeper,
            @Nullable ClusterSide cluster,
            Archive archive,
            SouthboundServer southbound,
            OperatorSide operators,
            ControllerDoors doors,
            MetricsEndpoint metrics) {
        this.loop = loop;
        this.keeper = keeper;
        this.cluster = cluster;
        this.archive = archive;
        this.southbound = southbound;
        this.operators = operators;
        this.doors = doors;
        this.metrics = metrics;
    }

    /**
     * Starts a controller in this process.
     *
     * @throws IOException when an address cannot be had, saying which and what to do; nothing is
     *     left open then
     */
    public static Controller start(ControllerConfig config) throws IOException {
        return start(config, ControllerOptions.STANDARD, NorthboundServer.Limits.STANDARD);
    }

    static Controller start(
            ControllerConfig config, ControllerOptions options, NorthboundServer.Limits limits)
            throws IOException {
        return start(config, Configured.of(config.intent()), options, limits);
    }

    private static Controller start(
            ControllerConfig config,
            Configured configured,
            ControllerOptions options,
            NorthboundServer.Limits limits)
            throws IOException {
        ControllerDoors doors = ControllerDoors.open(config.tls());
        IntentKeeper keeper = keeper(config, configured, doors);
        Archive archive = Archive.open(config);
        CoreLoop loop = loop(config, options, keeper, archive);
        ClusterSide cluster = ClusterSide.open(config, doors, loop);
        SouthboundServer southbound = null;
        OperatorSide operators = null;
        try {
            southbound =
                    SouthboundServer.open(
                            config.southbound(),
                            cluster == null ? loop : cluster.processes(),
                            doors.southbound(),
                            config.limits().book(config.intent().pops().size()));
            operators =
                    OperatorSide.open(
                            config,
                            loop,
                            keeper,
                            archive.history(),
                            doors,
                            limits,
                            sweep(southbound, keeper));
            ControllerMetrics told =
                    new ControllerMetrics(
                            loop, operators, southbound, doors, keeper, archive.history(), cluster);
            Controller controller =
                    new Controller(
                            loop,
                            keeper,
                            cluster,
                            archive,
                            southbound,
                            operators,
                            doors,
                            metrics(config.metrics(), loop, told));
            loop.start();
            if (cluster == null) {
                keeper.start(loop);
            } else {
                cluster.start(keeper);
            }
            controller.tellAddresses(config);
            return controller;
        } catch (IOException e) {
            keeper.close();
            close(cluster);
            archive.close();
            if (southbound != null) {
                southbound.close();
            }
            if (operators != null) {
                operators.close();
            }
            throw e;
        }
    }

    private static CoreLoop loop(
            ControllerConfig config,
            ControllerOptions options,
            IntentKeeper keeper,
            Archive archive) {
        return new CoreLoop(
                keeper.intent(),
                config.cluster() == null ? options : inCluster(options, config),
                config.maxStreams(),
                config.limits(),
                keeper.following(),
                archive.history(),
                archive.tap());
    }

    /**
     * PoPs leave a controller of several that they do not hear within a second, where the overlay
     * is not so large that so many heartbeats would be work.
     */
    private static ControllerOptions inCluster(ControllerOptions options, ControllerConfig config) {
        long beatNs =
                Math.clamp(
                        config.intent().pops().size() * BEAT_PER_POP_NS,
                        SHORTEST_BEAT_NS,
                        options.session().heartbeatNs());
        return options.beatingEvery(beatNs);
    }

    private static void close(@Nullable ClusterSide cluster) {
        if (cluster != null) {
            cluster.close();
        }
    }

    private static OperatorSide.Sweep sweep(SouthboundServer southbound, IntentKeeper keeper) {
        return () -> {
            southbound.dropUntrusted();
            keeper.dropUntrusted();
        };
    }

    private static IntentKeeper keeper(
            ControllerConfig config, Configured configured, ControllerDoors doors)
            throws IOException {
        ClusterConfig cluster = config.cluster();
        return cluster == null
                ? IntentKeeper.open(config.state(), configured, config.maxStreams())
                : IntentKeeper.join(
                        cluster,
                        Objects.requireNonNull(config.state()),
                        configured,
                        config.maxStreams(),
                        doors.cluster());
    }

    /**
     * What the controller knows, at most a tenth of a second old; after its end, the last there
     * was.
     */
    public ControllerView view() {
        return loop.reading().view();
    }

    /**
     * From now on these rules hold beside the configured ones, instead of those added before; for
     * applications that run beside the controller. They end with the process.
     *
     * @return done when the planner has them; failed with an {@link IllegalArgumentException} when
     *     one is wrong, and then nothing has changed
     */
    public CompletableFuture<?> addRules(List<RuleIntent> added) {
        return loop.addRules(added);
    }

    public Endpoint southbound() {
        return southbound.local();
    }

    public Endpoint northbound() {
        return operators.northbound().local();
    }

    /** Where nodes with a token enrol; null where they do not. */
    public @Nullable Endpoint enrol() {
        return operators.enrol();
    }

    public Endpoint metrics() {
        return metrics.local();
    }

    /** Whether the core answers, as /healthz says. */
    public Health health() {
        return health(loop);
    }

    /** Stops at once, as a crash would: agents and forwarders are told nothing. */
    @Override
    public void close() {
        keeper.close();
        close(cluster);
        loop.close();
        southbound.close();
        operators.close();
        metrics.close();
        archive.close();
    }

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** {@code rhumb controller}, ready to run. */
    public static CommandLine commandLine() {
        return Commands.commandLine(new ControllerCommand());
    }

    private static MetricsEndpoint metrics(Endpoint bind, CoreLoop loop, ControllerMetrics told)
            throws IOException {
        CollectorRegistry registry = new CollectorRegistry();
        registry.register(new MetricCollector(List.of(ControllerMetric.values()), told));
        DefaultExports.register(registry);
        return MetricsEndpoint.open(bind, registry, () -> health(loop));
    }

    private static Health health(CoreLoop loop) {
        return loop.answers()
                ? Health.OK
                : Health.failing("the core loop has not answered for 2 s");
    }

    private void tellAddresses(ControllerConfig config) {
        log.info(
                "controller-listens southbound={} tls={} northbound={}://{} metrics=http://{}/metrics",
                southbound(),
                doors.southbound() == null ? "no" : "1.3",
                doors.southbound() == null ? "http" : "https",
                northbound(),
                metrics());
        if (config.tls() == null && !config.southbound().isLoopback()) {
            log.warn(
                    "southbound-open address={}: whoever reaches it can pose as any PoP; see"
                            + " docs/pki.md",
                    config.southbound());
        }
    }

    /** {@code rhumb controller}. */
    @Command(
            name = "rhumb controller",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            sortOptions = false,
            description = {
                "Computes the best path for each class between all PoPs and pushes rules to their"
                        + " forwarders.",
                ""
            },
            footerHeading = "%nTo begin:%n",
            footer = {
                "  rhumb controller --sample-config > controller.yaml",
                "  rhumb controller --config controller.yaml --check",
                "  rhumb controller --config controller.yaml",
                "and in another terminal: rhumb show pops",
                "",
                "RHUMB_LOG=debug shows more. SIGTERM stops it; forwarders go on by the rules they have."
            })
    static final class ControllerCommand implements Callable<ExitCode> {
        @Option(
                names = {"-c", "--config"},
                paramLabel = "FILE",
                description = "configuration: addresses and the operators' intent, YAML")
        @Nullable Path config;

        @Option(
                names = "--check",
                description = "say whether the configuration can be used, and end")
        boolean check;

        @Option(
                names = "--sample-config",
                description = "print a configuration with comments, and end")
        boolean sample;

        @Option(
                names = "--intent-schema",
                description = "print the JSON Schema of an intent, for editors, and end")
        boolean schema;

        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli
        private CommandSpec spec;

        @Override
        public ExitCode call() throws ConfigException, IOException {
            if (sample) {
                spec.commandLine().getOut().print(sampleConfig());
                spec.commandLine().getOut().flush();
                return ExitCode.OK;
            }
            if (schema) {
                spec.commandLine().getOut().println(IntentSchema.json());
                return ExitCode.OK;
            }
            if (config == null) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "--config FILE is missing; --sample-config prints one");
            }
            ControllerConfig read = ConfigFile.load(config, ControllerConfig.class);
            if (check) {
                spec.commandLine().getOut().println(summary(read));
                return ExitCode.OK;
            }
            try (Lifetime life = Lifetime.begin("rhumb-controller")) {
                Controller controller = life.add(start(read, config));
                life.runs(controller::health);
                life.awaitSignal();
            }
            return ExitCode.OK;
        }

        private static Controller start(ControllerConfig read, Path config) throws IOException {
            return Controller.start(
                    read,
                    new Configured(read.intent(), IntentSource.of(config, read.intent())),
                    ControllerOptions.STANDARD,
                    NorthboundServer.Limits.STANDARD);
        }

        private String summary(ControllerConfig read) {
            return config
                    + ": ok, "
                    + read.intent().pops().size()
                    + " PoPs, "
                    + new Topology(read.intent()).links().size()
                    + " links, "
                    + read.intent().services().size()
                    + " services";
        }
    }

    static String sampleConfig() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(Controller.class.getResourceAsStream(SAMPLE))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
