package rhumb.controller.intent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import rhumb.controller.Samples;
import rhumb.net.ClassTarget;
import rhumb.net.Endpoint;
import rhumb.net.IpPrefix;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.Protection;
import rhumb.net.Protection.Copies;
import rhumb.net.TrafficClass;
import rhumb.southbound.rule.ServiceRule;

class IntentTest {
    @Test
    @SuppressWarnings("NullAway") // a binder leaves out what a document leaves out
    void whatIsLeftOutTakesItsUsualValue() {
        Intent intent = new Intent(1, List.of(Samples.pop("a", 1)), null, null, null, null);
        assertThat(intent.links()).isEqualTo(LinkIntent.FULL_MESH);
        assertThat(intent.services()).isEmpty();
        assertThat(intent.policy().maxLinks()).isEqualTo(3);
        assertThat(intent.policy().weights(TrafficClass.AUDIO))
                .isEqualTo(ClassWeights.standard(TrafficClass.AUDIO));
        assertThat(intent.targetList())
                .hasSize(TrafficClass.COUNT)
                .contains(ClassTarget.standard(TrafficClass.LOG));
        Endpoint any = Endpoint.parse("10.0.0.1:1");
        assertThat(new UplinkIntent(null, any, any, any, null, 0, 0, null).name())
                .isEqualTo("main");
    }

    @Test
    void complaintsNameThePlaceTheValueAndWhatWasExpected() {
        PopId a = new PopId("a");
        assertThatThrownBy(() -> new PopIntent(a, 1024, null, null, null, List.of()))
                .hasMessage("PoP a: number is 1024: expected 1 to 1023");
        assertThatThrownBy(() -> new PopIntent(a, 1, null, null, null, List.of()))
                .hasMessage("PoP a: number of uplinks is 0: expected 1 to 8");
        assertThatThrownBy(() -> Samples.pop("a", 1, "x", "x"))
                .hasMessageContaining("PoP a: uplink x is given twice");
        assertThatThrownBy(() ->
                        Intent.of(1, List.of(Samples.pop("a", 1), Samples.pop("b", 1)), List.of()))
                .hasMessageContaining("PoP number 1 is given twice");
        assertThatThrownBy(() ->
                        Intent.of(
                                1,
                                List.of(Samples.pop("a", 1)),
                                List.of(Samples.service(1, ServiceRule.Kind.RTM, "a", "x"))))
                .hasMessage("service rtm1: egress x is no configured PoP");
        LinkIntent unknown = new LinkIntent(List.of(LinkId.parse("a->zz")), List.of());
        assertThatThrownBy(() -> Samples.with(Samples.mesh(2), unknown, PolicyIntent.standard()))
                .hasMessage("links: exclude: a->zz names uplink zz: expected a configured one");
        assertThatThrownBy(() -> new ClassWeights(0, 0, 0, 1, 0))
                .hasMessage("weights: delay-percent is 0: expected 1 to 1000");
    }

    @Test
    void rulesThatCannotBeAreRefusedWithWhatToDo() {
        PopId a = new PopId("a");
        PopId b = new PopId("b");
        RuleIntent.Pin pin = new RuleIntent.Pin(List.of(a, b), List.of(), false);
        RuleIntent.Target drain = new RuleIntent.Target(new PopId("x"), null, null, null);
        assertThatThrownBy(() -> rule("both", null, pin, drain))
                .hasMessage("rule both: expected exactly one of pin, drain, avoid, prefer, limit");
        assertThatThrownBy(() -> rule("pinned", a, pin, null))
                .hasMessageStartingWith("rule pinned: a pin says from and to by its path");
        assertThatThrownBy(() -> new RuleIntent.Target(a, null, null, "isp"))
                .hasMessage("expected exactly one of pop, uplink, link, provider");
        assertThatThrownBy(() -> new RuleIntent.Pin(List.of(a), List.of(), false))
                .hasMessage("pin: path has one PoP: expected two");
        assertThatThrownBy(() -> with(rule("gone", null, null, drain)))
                .hasMessage(
                        "policy: rules: gone: drain: PoP x is not configured: expected one of"
                                + " [a, b]");
        assertThatThrownBy(() -> with(rule("one", null, pin, null), rule("two", null, pin, null)))
                .hasMessage(
                        "policy: rules: two: a -> b is already pinned for signalling: expected"
                                + " one pin of a pair and class");
        assertThatThrownBy(() -> new CapacityIntent(50, Map.of(TrafficClass.AUDIO, 60)))
                .hasMessageStartingWith("capacity: reserve-percent sums to 60");
    }

    private static RuleIntent rule(
            String name,
            @Nullable PopId from,
            RuleIntent.@Nullable Pin pin,
            RuleIntent.@Nullable Target drain) {
        return new RuleIntent(name, List.of(), from, null, pin, drain, null, null, null);
    }

    private static Intent with(RuleIntent... rules) {
        PolicyIntent policy = PolicyIntent.standard().withRules(List.of(rules));
        return Samples.with(Samples.mesh(2), LinkIntent.FULL_MESH, policy);
    }

    @Test
    void prefixesLeadToOnePopEach() {
        Intent nested = behind("10.1.0.0/16, 2001:db8:1::/48", "10.1.2.0/24, 10.2.0.0/16");
        assertThat(nested.pops().getFirst().prefixes()).hasSize(2);
        assertThatThrownBy(() -> behind("10.1.0.0/16", "10.1.0.0/16"))
                .hasMessage(
                        "PoP b: prefix 10.1.0.0/16 is given twice, at a too: expected each prefix"
                                + " at one PoP");
        assertThatThrownBy(() -> behind("10.1.0.0/16, 10.1.2.0/24", ""))
                .hasMessage(
                        "PoP a: prefix 10.1.2.0/24 lies in 10.1.0.0/16 of the same PoP: expected"
                                + " only one of both");
        assertThatThrownBy(() -> behind("10.0.0.0/16", ""))
                .hasMessageStartingWith(
                        "PoP a: prefix 10.0.0.0/16 holds 10.0.0.10:4000, the data address of uplink"
                                + " main of PoP a");
        for (String bad : List.of("224.0.0.0/4", "0.0.0.0/0", "fe80::/64", "::/0")) {
            assertThatThrownBy(() -> behind(bad, ""))
                    .hasMessageContaining("expected a network of unicast addresses");
        }
    }

    private static Intent behind(String a, String b) {
        return Intent.of(1, List.of(withPrefixes("a", 1, a), withPrefixes("b", 2, b)), List.of());
    }

    private static PopIntent withPrefixes(String name, int number, String prefixes) {
        List<IpPrefix> all =
                prefixes.isEmpty()
                        ? List.of()
                        : java.util.Arrays.stream(prefixes.split(", ", -1))
                                .map(IpPrefix::parse)
                                .toList();
        PopIntent pop = Samples.pop(name, number);
        return new PopIntent(pop.name(), number, null, null, null, null, pop.uplinks(), all);
    }

    @Test
    void queuesAndTenantsThatCannotBeAreRefusedWithWhatToDo() {
        assertThatThrownBy(() -> queues(TrafficClass.VIDEO_KEY, null, 0, 0))
                .hasMessage("queues: classes: video-key shares the queue of video: set it there");
        assertThatThrownBy(() -> queues(TrafficClass.AUDIO, 5, 0, 0))
                .hasMessageContaining("audio goes before all weighted ones");
        assertThatThrownBy(() -> queues(TrafficClass.BULK, 101, 0, 0))
                .hasMessage("queues: classes: bulk: weight is 101: expected 1 to 100");
        assertThatThrownBy(() -> new TenantIntent("acme", 500_000, 600_000))
                .hasMessage("tenant acme: reserve is above cap: expected at most 500000 bit/s");
        Intent intent =
                Samples.with(Samples.mesh(2), LinkIntent.FULL_MESH, PolicyIntent.standard());
        TenantIntent acme = new TenantIntent("acme", 0, 0);
        assertThatThrownBy(() -> intent.with(intent.queues(), List.of(acme, acme)))
                .hasMessage("tenant acme is given twice: expected it once");
        ServiceIntent rtm = Samples.service(1, ServiceRule.Kind.RTM, "a", "b");
        ServiceIntent foreign =
                new ServiceIntent(
                        1,
                        "x",
                        rtm.kind(),
                        rtm.ingress(),
                        rtm.egress(),
                        rtm.target(),
                        null,
                        null,
                        "acmee");
        assertThatThrownBy(() ->
                        new Intent(
                                1,
                                Samples.mesh(2).pops(),
                                LinkIntent.FULL_MESH,
                                List.of(foreign),
                                Map.of(),
                                PolicyIntent.standard(),
                                QueueIntent.standard(),
                                List.of(acme)))
                .hasMessage("service x: tenant acmee is not configured: expected one of [acme]");
    }

    @Test
    void whatIsReservedMustBeThere() {
        Endpoint any = Endpoint.parse("10.0.0.1:1");
        UplinkIntent slow = new UplinkIntent("main", any, any, any, "", 0, 1_000_000, List.of());
        List<PopIntent> pops =
                List.of(new PopIntent(new PopId("a"), 1, null, null, null, List.of(slow)));
        Intent intent = Intent.of(1, pops, List.of());
        TenantIntent fits = new TenantIntent("acme", 0, 400_000);
        assertThat(intent.with(queues(TrafficClass.LOG, null, 0, 100_000), List.of(fits)).tenants())
                .containsExactly(fits);
        assertThatThrownBy(() ->
                        intent.with(queues(TrafficClass.LOG, null, 0, 100_001), List.of(fits)))
                .hasMessage(
                        "reservations of queues and tenants sum to 500001 bit/s: uplink a/main"
                                + " leaves 500000 beside its strict-percent: expected at most that");
    }

    @Test
    void classifyingSaysWhatItCannotRead() {
        assertThatThrownBy(() -> ClassifyIntent.Range.parse("97-96"))
                .hasMessage("range \"97-96\": expected the lower number first");
        assertThatThrownBy(() -> payloadTypes("96-128", TrafficClass.VIDEO))
                .hasMessage("payload-types: types is 128: expected 0 to 127");
        var one = payloadTypes("96-99", TrafficClass.VIDEO);
        var two = payloadTypes("99", TrafficClass.AUDIO);
        assertThatThrownBy(() -> new ClassifyIntent(List.of(one, two), null, 0, 0, List.of()))
                .hasMessage("payload-types: 96-99 and 99 overlap: expected no number twice");
        assertThatThrownBy(() -> new ClassifyIntent(List.of(), TrafficClass.AUDIO, 0, 0, List.of()))
                .hasMessageContaining("expected some");
        assertThat(new ClassifyIntent(List.of(one), null, 0, 0, List.of()).packetClasses().rtcp())
                .isEqualTo(TrafficClass.SIGNALLING);
    }

    @SuppressWarnings("NullAway") // no codec
    private static ClassifyIntent.PayloadTypes payloadTypes(String range, TrafficClass c) {
        return new ClassifyIntent.PayloadTypes(ClassifyIntent.Range.parse(range), c, null);
    }

    @SuppressWarnings("NullAway") // null stands for "left out" in each component
    private static QueueIntent queues(
            TrafficClass c, @Nullable Integer weight, long capBps, long reserveBps) {
        var share = new QueueIntent.ClassIntent(weight, capBps, reserveBps);
        return new QueueIntent(null, null, null, null, null, Map.of(c, share));
    }

    @Test
    void protectionThatIsNotSaidIsAsUsual() {
        assertThat(PolicyIntent.standard().protections())
                .isEqualTo(TrafficClass.ALL.stream().map(Protection::standard).toList());
        // One budget means the whole of it, on lossy links too.
        Protection audio = protection(null, null, 100_000, null, null, TrafficClass.AUDIO);
        assertThat(audio)
                .isEqualTo(
                        new Protection(true, true, 100_000, 100_000, 200_000_000L, Copies.LOSSY));
        Protection log = protection(true, null, null, null, null, TrafficClass.LOG);
        assertThat(log)
                .isEqualTo(
                        new Protection(true, false, 200_000, 200_000, 200_000_000L, Copies.NEVER));
        Protection off = protection(false, false, null, null, Copies.ALWAYS, TrafficClass.VIDEO);
        assertThat(off.onLinks()).isFalse();
        assertThat(off.copies()).isEqualTo(Copies.ALWAYS);
    }

    @Test
    void protectionThatCannotBeIsRefusedWithWhatToDo() {
        assertThatThrownBy(() -> protection(null, null, 2_000_001, null, null, TrafficClass.AUDIO))
                .hasMessage("protection: overhead is 200.0001%: expected 0% to 200%");
        assertThatThrownBy(() -> protection(null, null, 200_000, 100_000, null, TrafficClass.AUDIO))
                .hasMessage(
                        "protection: lossy-overhead is 10%: expected no less than overhead, which"
                                + " is 20%");
        assertThatThrownBy(() -> protection(null, null, null, 5_000, null, TrafficClass.VIDEO))
                .hasMessage(
                        "protection: video: lossy-overhead is 0.5%: expected no less than overhead,"
                                + " which is 20%");
        assertThatThrownBy(() -> protection(null, null, 0, null, null, TrafficClass.VIDEO))
                .hasMessage(
                        "protection: video: overhead is 0%: expected more, or retransmit: false and"
                                + " repair: false");
        assertThatThrownBy(() -> new ProtectionIntent(null, null, null, null, 999L, null))
                .hasMessage("protection: recovery is 999 ns: expected 1ms to 10s");
    }

    private static Protection protection(
            @Nullable Boolean retransmit,
            @Nullable Boolean repair,
            @Nullable Integer overheadPpm,
            @Nullable Integer lossyOverheadPpm,
            @Nullable Copies copies,
            TrafficClass c) {
        var given =
                new ProtectionIntent(
                        retransmit, repair, overheadPpm, lossyOverheadPpm, null, copies);
        PolicyIntent policy = PolicyIntent.standard().withProtection(Map.of(c, given));
        // What was completed once stays as it is.
        assertThat(policy.withProtection(policy.protection())).isEqualTo(policy);
        return policy.protections().get(c.code());
    }

    @Test
    void twoServicesCannotListenAtOnePlace() {
        ServiceIntent one = Samples.service(1, ServiceRule.Kind.RTM, "a", "b");
        ServiceIntent two =
                new ServiceIntent(
                        2, "other", one.kind(), one.ingress(), one.egress(), one.target(), null);
        assertThatThrownBy(() ->
                        Intent.of(
                                1,
                                List.of(Samples.pop("a", 1), Samples.pop("b", 2)),
                                List.of(one, two)))
                .hasMessageContaining("another service already listens on 127.0.0.1:6001 at a");
    }

    @Test
    void fullMeshMinusExclusionsWithOverrides() {
        Endpoint natted = Endpoint.parse("192.0.2.7:9");
        Intent intent =
                new Intent(
                        1,
                        List.of(
                                Samples.pop("a", 1, "isp1", "isp2"),
                                Samples.pop("b", 2),
                                Samples.pop("c", 3)),
                        new LinkIntent(
                                List.of(LinkId.parse("a/isp2->b")),
                                List.of(
                                        new LinkIntent.LinkOverride(
                                                LinkId.parse("c->b"), natted, null, null, 700))),
                        List.of(),
                        Map.of(),
                        PolicyIntent.standard());
        Topology topology = new Topology(intent);
        // 4 uplinks, 12 ordered pairs, 2 within a, 1 excluded.
        assertThat(topology.links()).hasSize(9);
        assertThat(topology.linkIndex(LinkId.parse("a/isp2->b"))).isEqualTo(-1);
        Topology.Link special = topology.link(topology.linkIndex(LinkId.parse("c->b")));
        assertThat(special.data()).isEqualTo(natted);
        assertThat(special.probe()).isEqualTo(Endpoint.parse("10.0.0.20:862"));
        assertThat(special.adminCostUs()).isEqualTo(700);
        for (Topology.Link link : topology.links()) {
            assertThat(topology.graph().from(link.index())).isEqualTo(link.from());
            assertThat(topology.graph().to(link.index())).isEqualTo(link.to());
            assertThat(topology.byLabel(link.from(), link.label())).isEqualTo(link);
            assertThat(topology.uplink(topology.graph().toUplink(link.index())))
                    .isEqualTo(link.id().to());
        }
    }

    @Test
    void labelsStayWhenPopsAndUplinksAreAdded() {
        Topology before =
                new Topology(
                        Intent.of(
                                1,
                                List.of(Samples.pop("b", 7, "x"), Samples.pop("d", 9)),
                                List.of()));
        List<PopIntent> more = new ArrayList<>();
        more.add(Samples.pop("c", 8));
        more.add(Samples.pop("b", 7, "x", "a"));
        more.add(Samples.pop("a", 1));
        more.add(Samples.pop("d", 9));
        Topology after = new Topology(Intent.of(1, more, List.of()));
        Map<LinkId, Integer> labels =
                after.links().stream()
                        .collect(Collectors.toMap(Topology.Link::id, l -> l.label().value()));
        assertThat(before.links())
                .allSatisfy(l -> assertThat(labels).containsEntry(l.id(), l.label().value()));
        assertThat(labels).containsEntry(LinkId.parse("a->d"), 9);
        assertThat(labels).containsEntry(LinkId.parse("b/a->d"), (8 << 10) + 9);
    }
}
