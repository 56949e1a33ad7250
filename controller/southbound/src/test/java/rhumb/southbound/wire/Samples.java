package rhumb.southbound.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import rhumb.net.ClassSet;
import rhumb.net.ClassTarget;
import rhumb.net.Dscp;
import rhumb.net.Endpoint;
import rhumb.net.Epoch;
import rhumb.net.IpPrefix;
import rhumb.net.Label;
import rhumb.net.LinkId;
import rhumb.net.Phb;
import rhumb.net.PopId;
import rhumb.net.Protection;
import rhumb.net.TrafficClass;
import rhumb.southbound.dscp.CodePointMap;
import rhumb.southbound.link.LinkEstimate;
import rhumb.southbound.link.LinkSign;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.link.LinkView;
import rhumb.southbound.message.DscpReport;
import rhumb.southbound.message.DscpSweep;
import rhumb.southbound.message.Heartbeat;
import rhumb.southbound.message.Hello;
import rhumb.southbound.message.InstalledRules;
import rhumb.southbound.message.LinkHealth;
import rhumb.southbound.message.LinkPassive;
import rhumb.southbound.message.LinkReport;
import rhumb.southbound.message.Message;
import rhumb.southbound.message.OuterMarks;
import rhumb.southbound.message.PathTrace;
import rhumb.southbound.message.PathTraceOrder;
import rhumb.southbound.message.ProbePlan;
import rhumb.southbound.message.PublicKeys;
import rhumb.southbound.message.Refusal;
import rhumb.southbound.message.Regreet;
import rhumb.southbound.message.Role;
import rhumb.southbound.message.RuleAck;
import rhumb.southbound.message.RuleUpdate;
import rhumb.southbound.message.TraceReport;
import rhumb.southbound.message.TrafficReport;
import rhumb.southbound.message.Welcome;
import rhumb.southbound.rule.KeyRule;
import rhumb.southbound.rule.LinkSecurity;
import rhumb.southbound.rule.NeighborRule;
import rhumb.southbound.rule.PacketClasses;
import rhumb.southbound.rule.PathRule;
import rhumb.southbound.rule.PopRule;
import rhumb.southbound.rule.PrefixRule;
import rhumb.southbound.rule.ProtectionRule;
import rhumb.southbound.rule.PublicKey;
import rhumb.southbound.rule.QueueSettings;
import rhumb.southbound.rule.RouteRule;
import rhumb.southbound.rule.Rule;
import rhumb.southbound.rule.RuleKey;
import rhumb.southbound.rule.SecurityRule;
import rhumb.southbound.rule.ServiceRule;
import rhumb.southbound.rule.TenantRule;
import rhumb.southbound.rule.UplinkRule;
import rhumb.southbound.trace.ConvergenceTrace;
import rhumb.southbound.trace.Stage;

/** Random messages of every kind, from a seed. */
public final class Samples {
    private final RandomGenerator random;

    public Samples(RandomGenerator random) {
        this.random = random;
    }

    public Message any() {
        return of(one(Message.Kind.values()));
    }

    public Message of(Message.Kind kind) {
        return switch (kind) {
            case REFUSAL -> new Refusal("unknown-pop", "no PoP of that name");
            case REGREET -> new Regreet("another controller leads");
            case WELCOME ->
                    new Welcome(
                            random.nextInt(9),
                            1,
                            Set.of("a", "b"),
                            1_000_000_000L,
                            random.nextBoolean(),
                            random.nextInt(99));
            case HELLO ->
                    new Hello(
                            pop(), one(Role.values()), random.nextLong(), 1, Set.of("x"), epoch());
            case LINK_HEALTH -> new LinkHealth(some(this::healthEntry));
            case HEARTBEAT -> new Heartbeat(random.nextInt(1_000));
            case RULE_ACK ->
                    new RuleAck(
                            epoch(),
                            epoch(),
                            random.nextBoolean() ? "" : "older-epoch",
                            some(this::trace));
            case RULE_UPDATE ->
                    random.nextBoolean()
                            ? new RuleUpdate.FullSync(epoch(), rules(), some(this::trace))
                            : new RuleUpdate.Delta(
                                    epoch(), epoch(), rules(), some(this::key), some(this::trace));
            case PROBE_PLAN ->
                    new ProbePlan(
                            random.nextInt(99),
                            some(this::probedLink),
                            TrafficClass.ALL.stream().map(ClassTarget::standard).toList(),
                            random.nextBoolean()
                                    ? ProbePlan.Budget.UNLIMITED
                                    : new ProbePlan.Budget(
                                            1 + random.nextInt(99_999),
                                            1 + random.nextInt(99_999_999)));
            case LINK_REPORT ->
                    new LinkReport(
                            random.nextInt(99),
                            random.nextBoolean(),
                            some(this::estimate),
                            some(this::trace));
            case TRACE_REPORT -> new TraceReport(some(this::trace));
            case INSTALLED_RULES -> new InstalledRules(epoch(), rules());
            case LINK_PASSIVE -> new LinkPassive(some(this::passive));
            case TRAFFIC_REPORT ->
                    new TrafficReport(some(this::flow), some(this::bypass), some(this::queue));
            case DSCP_REPORT ->
                    new DscpReport(
                            some(() ->
                                    new DscpReport.Entry(
                                            link(),
                                            one(LinkView.values()),
                                            codePointMap(),
                                            random.nextLong(),
                                            random.nextInt(Dscp.COUNT + 1))));
            case DSCP_SWEEP -> new DscpSweep(1 + random.nextInt(99), some(this::link));
            case PATH_TRACE_ORDER ->
                    new PathTraceOrder(
                            1 + random.nextInt(99), pop(), trafficClass(), 1 + random.nextInt(200));
            case PATH_TRACE ->
                    new PathTrace(
                            random.nextInt(99),
                            random.nextBoolean() ? "" : PathTrace.BUSY,
                            some(this::hop),
                            random.nextBoolean(),
                            random.nextBoolean());
            case PUBLIC_KEYS -> new PublicKeys(keys());
            case OUTER_MARKS ->
                    new OuterMarks(
                            some(() ->
                                    new OuterMarks.Entry(
                                            link(),
                                            TrafficClass.ALL.stream()
                                                    .map(c -> new Dscp(random.nextInt(Dscp.COUNT)))
                                                    .toList())));
        };
    }

    private ProbePlan.ProbedLink probedLink() {
        return new ProbePlan.ProbedLink(
                link(),
                endpoint(),
                one(ProbePlan.Use.values()),
                1_000_000L + random.nextInt(1_000_000_000),
                1_000_000L + random.nextInt(1_000_000_000));
    }

    public LinkId link() {
        int from = random.nextInt(20);
        return LinkId.parse(
                "p" + from + "/u" + random.nextInt(2) + "->p" + (from + 1 + random.nextInt(20)));
    }

    public ConvergenceTrace trace() {
        ConvergenceTrace trace = ConvergenceTrace.begin(random.nextLong(), link());
        for (int i = random.nextInt(5); i > 0; i--) {
            trace = trace.with(one(Stage.values()), "sin/agent", random.nextLong(1L << 60));
        }
        return trace;
    }

    public Rule rule() {
        return switch (random.nextInt(10)) {
            case 0 -> new PopRule(1 + random.nextInt(99), pop(), random.nextBoolean());
            case 1 -> new UplinkRule("main", random.nextLong(1L << 40), queues());
            case 7 -> tenant();
            case 8 -> new ProtectionRule(trafficClass(), protection());
            case 2 ->
                    new NeighborRule(
                            label(), link(), 1 + random.nextInt(99), endpoint(), endpoint());
            case 3 ->
                    new RouteRule(
                            1 + random.nextInt(99),
                            trafficClass(),
                            one(RouteRule.Direction.values()),
                            paths());
            case 4 -> new PrefixRule(prefix(), 1 + random.nextInt(99));
            case 5 -> new KeyRule(1 + random.nextInt(99), keys());
            case 6 -> new SecurityRule(one(LinkSecurity.values()));
            default ->
                    new ServiceRule(
                            1 + random.nextInt(99),
                            "call",
                            one(ServiceRule.Kind.values()),
                            1 + random.nextInt(99),
                            endpoint(),
                            random.nextBoolean() ? endpoint() : null,
                            random.nextBoolean() ? trafficClass() : null,
                            random.nextBoolean() ? PacketClasses.NONE : classes());
        };
    }

    /** Any network of either kind. */
    public IpPrefix prefix() {
        String text =
                random.nextBoolean()
                        ? "10." + random.nextInt(256) + ".0.0/" + (16 + random.nextInt(9))
                        : "2001:db8:" + Integer.toHexString(random.nextInt(65_536)) + "::/48";
        return IpPrefix.parse(text);
    }

    private QueueSettings queues() {
        return random.nextBoolean()
                ? QueueSettings.STANDARD
                : new QueueSettings(
                        1 + random.nextInt(100),
                        random.nextBoolean(),
                        random.nextBoolean(),
                        1 + random.nextInt(1_000_000),
                        1_000_000 + random.nextInt(99_000_000),
                        List.of(
                                share(Phb.values()[random.nextInt(3)]),
                                share(Phb.values()[3 + random.nextInt(4)])));
    }

    private QueueSettings.Share share(Phb phb) {
        long reserveBps = random.nextInt(1_000);
        return new QueueSettings.Share(
                phb,
                phb.strict() ? 0 : 1 + random.nextInt(QueueSettings.MAX_WEIGHT),
                random.nextBoolean() ? 0 : reserveBps + random.nextInt(1_000_000),
                reserveBps);
    }

    private Protection protection() {
        int overheadPpm = random.nextInt(1_000_000);
        return new Protection(
                random.nextBoolean(),
                random.nextBoolean(),
                overheadPpm,
                overheadPpm + random.nextInt(1_000_000),
                random.nextInt(1_000_000_000),
                one(Protection.Copies.values()));
    }

    private TenantRule tenant() {
        return new TenantRule(
                "t" + random.nextInt(9), List.of(1, random.nextInt(99)), 500_000, 100_000);
    }

    private PacketClasses classes() {
        return new PacketClasses(
                List.of(
                        new PacketClasses.PayloadTypes(
                                96, 97, trafficClass(), one(PacketClasses.Codec.values())),
                        new PacketClasses.PayloadTypes(
                                random.nextInt(9), 9, trafficClass(), PacketClasses.Codec.ANY)),
                random.nextBoolean() ? trafficClass() : null,
                random.nextInt(16),
                random.nextInt(16),
                some(() -> new PacketClasses.Ports(4_000, 4_999, trafficClass())).stream()
                        .limit(1)
                        .toList());
    }

    public Epoch epoch() {
        return new Epoch(random.nextLong(1_000), random.nextInt(7));
    }

    /** Any map, partly known. */
    public CodePointMap codePointMap() {
        return CodePointMap.EMPTY
                .withAll(codePoint -> random.nextInt(-1, Dscp.COUNT))
                .withWorse(random.nextLong(), random.nextLong());
    }

    private LinkEstimate estimate() {
        return random.nextInt(4) == 0
                ? LinkEstimate.unknown(link(), one(LinkView.values()))
                : new LinkEstimate(
                        link(),
                        one(LinkView.values()),
                        one(LinkStatus.values()),
                        new ClassSet(random.nextInt(256)),
                        one(LinkSign.values()),
                        random.nextInt(9_999),
                        random.nextInt(1_000_000),
                        random.nextInt(1_000_000),
                        random.nextLong(1L << 33),
                        random.nextLong(1L << 33),
                        random.nextLong(1L << 33),
                        random.nextLong(1L << 33),
                        random.nextInt(1_000_000),
                        random.nextInt(1_000_000),
                        random.nextInt(99) - 1,
                        random.nextInt(99) - 1);
    }

    private LinkHealth.Entry healthEntry() {
        return new LinkHealth.Entry(
                link(),
                one(LinkStatus.values()),
                new ClassSet(random.nextInt(256)),
                one(LinkSign.values()),
                random.nextBoolean() ? trace() : null);
    }

    private LinkPassive.Entry passive() {
        return new LinkPassive.Entry(
                link(),
                one(LinkView.values()),
                20_000_000L,
                4,
                1,
                0,
                0,
                -random.nextLong(1L << 40),
                7,
                random.nextInt(99) - 1);
    }

    private TrafficReport.Flow flow() {
        List<Label> labels = List.of(label(), label());
        return new TrafficReport.Flow(
                1, random.nextInt(99), 2, trafficClass(), labels, true, 10, 1_000, 1);
    }

    private TrafficReport.Bypass bypass() {
        List<Label> labels = random.nextBoolean() ? List.of() : List.of(label(), label());
        return new TrafficReport.Bypass(
                link(), trafficClass(), labels, random.nextInt(9_999), random.nextInt(99), 1);
    }

    private List<PublicKey> keys() {
        int generation = random.nextInt(256);
        List<PublicKey> keys = new ArrayList<>(List.of(key(generation)));
        if (random.nextBoolean()) {
            keys.add(key(generation + 1 & 0xff));
        }
        return keys;
    }

    private PublicKey key(int generation) {
        return new PublicKey(
                generation,
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong());
    }

    private TrafficReport.Queue queue() {
        boolean ofClass = random.nextBoolean();
        return new TrafficReport.Queue(
                "main",
                ofClass ? trafficClass() : null,
                ofClass ? "" : "acme",
                random.nextInt(999),
                random.nextInt(999_999),
                random.nextInt(9),
                random.nextInt(9),
                random.nextInt(9),
                random.nextInt(99) - 1,
                random.nextInt(99) - 1);
    }

    /** What a forwarder's rules look like: many classes of a PoP take the same paths. */
    private List<Rule> rules() {
        List<Rule> rules = some(this::rule);
        for (int pop = random.nextInt(3); pop > 0; pop--) {
            List<List<PathRule>> ways = List.of(paths(), paths());
            for (TrafficClass c : TrafficClass.ALL) {
                for (RouteRule.Direction direction : RouteRule.Direction.values()) {
                    if (random.nextInt(4) > 0) {
                        rules.add(new RouteRule(pop, c, direction, ways.get(random.nextInt(2))));
                    }
                }
            }
        }
        if (random.nextInt(4) == 0) {
            java.util.Collections.shuffle(rules, random);
        }
        return rules;
    }

    private List<PathRule> paths() {
        List<PathRule> paths = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            paths.add(
                    new PathRule(List.of(label(), label()), random.nextBoolean() ? -1 : 5_000_000));
        }
        return paths;
    }

    private RuleKey key() {
        return rule().key();
    }

    private TrafficClass trafficClass() {
        return one(TrafficClass.values());
    }

    private Label label() {
        return new Label(1 + random.nextInt(Label.MAX));
    }

    private PopId pop() {
        return new PopId("p" + random.nextInt(20));
    }

    private Endpoint endpoint() {
        return random.nextBoolean()
                ? Endpoint.ofIpv4(random.nextInt(), random.nextInt(65_536))
                : new Endpoint(random.nextLong(), random.nextLong(), random.nextInt(65_536));
    }

    private <T> T one(T[] values) {
        return values[random.nextInt(values.length)];
    }

    private PathTrace.Hop hop() {
        return new PathTrace.Hop(
                random.nextBoolean() ? pop() : null,
                random.nextInt(99),
                random.nextInt(99),
                random.nextLong(),
                random.nextLong(),
                -1,
                random.nextInt(1_400) - 1,
                random.nextBoolean());
    }

    private <T> List<T> some(java.util.function.Supplier<T> make) {
        List<T> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(make.get());
        }
        return list;
    }
}
