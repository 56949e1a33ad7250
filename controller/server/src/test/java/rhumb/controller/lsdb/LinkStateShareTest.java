package rhumb.controller.lsdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import rhumb.controller.Samples;
import rhumb.controller.intent.Topology;
import rhumb.net.PopId;
import rhumb.southbound.link.LinkEstimate;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.link.LinkView;
import rhumb.southbound.message.LinkReport;

/** What one leader knows of links is what the next one begins with. */
class LinkStateShareTest {
    private static final long S = 1_000_000_000L;
    private static final int POPS = 36;

    /** 70 links touch each PoP: two parts. */
    private final Topology topology = new Topology(Samples.mesh(POPS));

    private final LinkStateDatabase first =
            new LinkStateDatabase(topology, LinkStateDatabase.Timing.STANDARD, 0);
    private final LinkStateShare given = new LinkStateShare(topology, first, 0);
    private final Map<String, SharedEntry> stored = new LinkedHashMap<>();

    @Test
    void knowsWhatIsOfItsOverlay() {
        begin();
        assertThat(stored.keySet()).hasSize(3 * POPS).allMatch(given::concerns);
        assertThat(List.of("agent/gone", "links/gone/0", "links/", "agent/", "links", "x"))
                .noneMatch(given::concerns);
    }

    /** At a start all agents speak at once: what that makes is given out bit by bit. */
    @Test
    void manyAreGivenOutInTurns() {
        Topology large = new Topology(Samples.mesh(100));
        LinkStateDatabase all = new LinkStateDatabase(large, LinkStateDatabase.Timing.STANDARD, 0);
        LinkStateShare share = new LinkStateShare(large, all, 0);
        share.begin(1);
        for (int pop = 0; pop < 100; pop++) {
            int end = pop;
            List<LinkEstimate> said =
                    large.touching(pop).stream()
                            .map(link ->
                                    Samples.estimate(
                                            link.id(),
                                            link.from() == end
                                                    ? LinkView.SENDER
                                                    : LinkView.RECEIVER,
                                            Samples.Quality.up(20)))
                            .toList();
            LinkReport report = new LinkReport(1, true, said, List.of());
            all.onReport(1, large.pop(pop), report);
            share.onReport(pop, report);
        }
        List<String> keys = new ArrayList<>();
        int turns = 0;
        while (!share.isEmpty()) {
            List<SharedEntry> some = share.take(S);
            assertThat(some).hasSizeLessThan(300);
            some.forEach(entry -> keys.add(entry.key()));
            turns++;
        }
        assertThat(turns).isEqualTo(2);
        assertThat(keys).hasSize(100 + 100 * 4).doesNotHaveDuplicates();
    }

    private void report(int pop, long seq, int links) {
        List<LinkEstimate> said = new ArrayList<>();
        for (Topology.Link link : topology.touching(pop).subList(0, links)) {
            LinkView view = link.from() == pop ? LinkView.SENDER : LinkView.RECEIVER;
            said.add(Samples.estimate(link.id(), view, Samples.Quality.up(20)));
        }
        LinkReport report = new LinkReport(seq, true, said, List.of());
        PopId name = topology.pop(pop);
        assertThat(first.onReport(seq, name, report).accepted()).isEqualTo(links);
        given.onReport(pop, report);
    }

    private void store() {
        given.take(S).forEach(entry -> stored.put(entry.key(), entry));
    }

    private LinkStateDatabase heir(long nowNs) {
        LinkStateDatabase next =
                new LinkStateDatabase(topology, LinkStateDatabase.Timing.STANDARD, nowNs);
        List<LinkStateShare.Arrived> arrived =
                stored.values().stream().map(e -> new LinkStateShare.Arrived(e, nowNs)).toList();
        new LinkStateShare(topology, next, nowNs).inherit(nowNs, arrived);
        next.onDeadline(nowNs);
        return next;
    }

    private void begin() {
        given.begin(1);
        for (int pop = 0; pop < POPS; pop++) {
            first.onSession(topology.pop(pop), 100 + pop);
            report(pop, 1, topology.touching(pop).size());
        }
        store();
    }

    @Test
    void theHeirKnowsEveryLinkAndAsksNobodyAgain() {
        begin();
        LinkStateDatabase heir = heir(S);
        assertThat(heir.snapshot(S).links())
                .allSatisfy(link -> assertThat(link.status()).isEqualTo(LinkStatus.UP));
        for (int pop = 0; pop < POPS; pop++) {
            assertThat(heir.knownSeq(S, topology.pop(pop), 100 + pop)).isEqualTo(1);
            assertThat(heir.knownSeq(S, topology.pop(pop), 7)).as("restarted").isZero();
            assertThat(heir.knownSeq(10 * S, topology.pop(pop), 100 + pop)).as("old").isZero();
        }
    }

    @Test
    void aReportMovesOnlyThePartsItSpeaksOf() {
        begin();
        report(3, 2, 5);
        assertThat(given.take(S))
                .extracting(SharedEntry::key)
                .containsExactly("links/d/0", "agent/d");
        assertThat(given.isEmpty()).isTrue();
    }

    @Test
    void whatNoLongerCountsIsNotGivenOut() {
        begin();
        report(3, 2, 5);
        List<SharedEntry> late = given.take(40 * S); // what was heard at 0 is stale by then
        late.forEach(entry -> stored.put(entry.key(), entry));
        LinkStateDatabase heir = heir(41 * S);
        int known = 0;
        for (Topology.Link link : topology.touching(3)) {
            known += heir.snapshot(41 * S).link(link.index()).status() == LinkStatus.UP ? 1 : 0;
        }
        // Of d's own word nothing; of the others' ends of its links, what they shared before.
        assertThat(known).isEqualTo(topology.touching(3).size());
        assertThat(late.getFirst().body().length).isLessThan(40);
    }

    @Test
    void aLaterCoreOfTheSameTermHasLaterVersions() {
        begin();
        LinkStateShare later = new LinkStateShare(topology, first, 5 * S);
        later.begin(1);
        later.onReport(3, new LinkReport(2, true, List.of(), List.of()));
        SharedEntry head = later.take(S).getFirst();
        assertThat(
                        SharedEntry.isNewer(
                                head.bytes(),
                                Objects.requireNonNull(stored.get(head.key())).bytes()))
                .isTrue();
    }

    @Test
    void whoLacksAPartAsksForEverything() {
        begin();
        report(3, 2, 5);
        SharedEntry old = stored.get("links/d/0");
        store();
        stored.put("links/d/0", old); // the head came, and its part did not
        LinkStateDatabase heir = heir(S);
        assertThat(heir.knownSeq(S, topology.pop(3), 103)).isZero();
        assertThat(heir.knownSeq(S, topology.pop(4), 104)).isEqualTo(1);
    }

    @Test
    void whatIsNotUnderstoodIsAsIfNobodyHadSharedIt() {
        begin();
        Random random = new Random(1);
        for (int round = 0; round < 300; round++) {
            Map<String, SharedEntry> whole = new LinkedHashMap<>(stored);
            List<String> keys = new ArrayList<>(stored.keySet());
            String key = keys.get(random.nextInt(keys.size()));
            byte[] bad = Objects.requireNonNull(whole.get(key)).body().clone();
            for (int i = 0; i < 3; i++) {
                bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            }
            stored.put(key, new SharedEntry(key, 1, 1, bad));
            heir(S);
            stored.putAll(whole);
        }
    }

    @Test
    void newerIsALaterTermOrALaterVersion() {
        byte[] one = new SharedEntry("k", 2, 9, new byte[] {1}).bytes();
        byte[] two = new SharedEntry("k", 3, 1, new byte[] {2}).bytes();
        byte[] three = new SharedEntry("k", 3, 2, new byte[] {3}).bytes();
        assertThat(SharedEntry.isNewer(two, one)).isTrue();
        assertThat(SharedEntry.isNewer(one, two)).isFalse();
        assertThat(SharedEntry.isNewer(three, two)).isTrue();
        assertThat(SharedEntry.isNewer(two, two)).isFalse();
        assertThat(SharedEntry.of("k", new byte[3])).isNull();
    }
}
