package rhumb.probe.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import rhumb.net.ClassSet;
import rhumb.net.LinkId;
import rhumb.southbound.link.LinkEstimate;
import rhumb.southbound.link.LinkSign;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.link.LinkView;
import rhumb.southbound.message.LinkReport;
import rhumb.southbound.message.TraceReport;
import rhumb.southbound.trace.ConvergenceTrace;
import rhumb.southbound.trace.Stage;

class ReportPolicyTest {
    private static final long MS = 1_000_000L;
    private static final long SECOND = 1_000 * MS;

    /** A link whose estimate the test sets. */
    private static final class FakeLink implements ReportPolicy.Source {
        private final LinkId id;
        private LinkStatus status = LinkStatus.UP;
        private long delayNs = 40 * MS;
        private long lossPpm;

        private FakeLink(String id) {
            this.id = LinkId.parse(id);
        }

        @Override
        public LinkEstimate estimate(long nowNs, LinkView view) {
            return new LinkEstimate(
                    id,
                    view,
                    status,
                    ClassSet.NONE,
                    LinkSign.NONE,
                    600,
                    lossPpm,
                    lossPpm,
                    2 * delayNs,
                    delayNs,
                    0,
                    MS,
                    0,
                    0);
        }
    }

    private final ReportPolicy policy = new ReportPolicy("sin/agent", 0);
    private final FakeLink fra = new FakeLink("sin->fra");
    private final FakeLink lon = new FakeLink("sin->lon");
    private final ReportPolicy.Entry toFra = policy.add(fra, LinkView.SENDER);
    private final ReportPolicy.Entry toLon = policy.add(lon, LinkView.SENDER);
    private final List<LinkReport> reports = new ArrayList<>();
    private long now;

    @Test
    void nothingBeforeAPlan() {
        assertThat(policy.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
        assertThat(policy.poll(SECOND, 0)).isNull();
    }

    @Test
    void batchesAndIsCompleteOnceEveryLinkIsJudged() {
        lon.status = LinkStatus.UNKNOWN;
        policy.onPlan();
        run(500 * MS);
        assertThat(reports).hasSize(1);
        assertThat(reports.getFirst().complete()).isFalse();
        assertThat(reports.getFirst().estimates()).hasSize(1);
        lon.status = LinkStatus.UP;
        run(500 * MS);
        assertThat(reports).hasSize(2);
        assertThat(reports.getLast().complete()).isTrue();
        assertThat(reports.getLast().seq()).isEqualTo(2);
        policy.onEstablished(now, 0);
        run(100 * MS);
        assertThat(reports.getLast().complete()).isTrue();
        assertThat(reports.getLast().estimates()).hasSize(2);
    }

    @Test
    void whatTheControllerKnowsIsNotSaidAgain() {
        lon.status = LinkStatus.UNKNOWN;
        policy.onPlan();
        run(500 * MS);
        lon.status = LinkStatus.UP;
        run(500 * MS);
        // The second report said only lon's: a controller that has the first lacks that.
        policy.onEstablished(now, 1);
        run(100 * MS);
        assertThat(reports.getLast().complete()).isTrue();
        assertThat(reports.getLast().estimates())
                .singleElement()
                .satisfies(e -> assertThat(e.link()).isEqualTo(lon.id));
        policy.onEstablished(now, reports.getLast().seq());
        run(100 * MS);
        assertThat(reports.getLast().complete()).isTrue();
        assertThat(reports.getLast().estimates()).isEmpty();
        // A number that this process never gave is another's.
        policy.onEstablished(now, 1_000);
        run(100 * MS);
        assertThat(reports.getLast().estimates()).isEmpty();
    }

    @Test
    void anEmptyPlanIsReportedAsComplete() {
        policy.remove(toFra);
        policy.remove(toLon);
        policy.onPlan();
        run(20 * SECOND);
        assertThat(reports).hasSize(1);
        assertThat(reports.getFirst().complete()).isTrue();
    }

    @Test
    void worseNewsDoesNotWaitAndCarriesTheTrace() {
        begin();
        now += 7 * MS;
        fra.status = LinkStatus.DOWN;
        policy.onWorse(toFra, ConvergenceTrace.begin(5, fra.id));
        LinkReport report = poll();
        assertThat(report.estimates()).hasSize(1);
        assertThat(report.complete()).isTrue();
        ConvergenceTrace trace = report.traces().getFirst();
        assertThat(trace.at(Stage.REPORTED)).hasValue(now + 9);
        assertThat(policy.poll(now, 0)).isNull();
    }

    /** A thousand links that fail within a second make neither a storm nor wait. */
    @Test
    void muchBadNewsLeavesWithinFiveMillisecondsInFewReports() {
        Map<FakeLink, ReportPolicy.Entry> all = new LinkedHashMap<>();
        for (int i = 0; i < 1_000; i++) {
            FakeLink link = new FakeLink("sin->p" + i);
            all.put(link, policy.add(link, LinkView.SENDER));
        }
        begin();
        run(SECOND);
        reports.clear();
        SplittableRandom random = new SplittableRandom(6);
        Map<LinkId, Long> untold = new LinkedHashMap<>();
        for (FakeLink link : all.keySet()) {
            long nextNs = now + random.nextLong(2 * MS);
            while (policy.nextDeadlineNs() <= nextNs) {
                now = Math.max(now, policy.nextDeadlineNs());
                leave(untold);
            }
            now = nextNs;
            link.status = LinkStatus.DOWN;
            untold.put(link.id, now);
            policy.onWorse(all.get(link), null);
            leave(untold);
            assertThat(untold.values()).allMatch(knownNs -> now - knownNs < 5 * MS);
        }
        assertThat(reports).hasSizeLessThan(270);
    }

    private void leave(Map<LinkId, Long> untold) {
        LinkReport report = policy.poll(now, now);
        if (report != null) {
            reports.add(report);
            report.estimates().stream()
                    .filter(e -> e.status() == LinkStatus.DOWN)
                    .forEach(e -> untold.remove(e.link()));
        }
    }

    @Test
    void betterNewsComesAtMostOnceASecond() {
        begin();
        policy.onWorse(toFra, null);
        poll();
        policy.onBetter(toFra);
        reports.clear();
        run(900 * MS);
        assertThat(reports).isEmpty();
        run(200 * MS);
        assertThat(reports).hasSize(1);
    }

    @Test
    void figuresCountWhenTheyMoveByEnough() {
        begin();
        fra.delayNs += MS;
        fra.lossPpm = 1_000;
        run(5 * SECOND);
        assertThat(reports).isEmpty();
        for (int i = 0; i < 50; i++) {
            fra.delayNs = fra.delayNs * 5 / 4;
            run(100 * MS);
        }
        assertThat(reports).hasSizeBetween(4, 6);
        assertThat(reports)
                .allMatch(r -> r.estimates().stream().anyMatch(e -> e.link().equals(fra.id)));
    }

    @Test
    void unknownAndKnownAreFarApart() {
        begin();
        fra.lossPpm = LinkEstimate.UNKNOWN_VALUE;
        run(SECOND + 100 * MS);
        assertThat(reports).hasSize(1);
    }

    @Test
    void quietLinksShareOneReportInTenSeconds() {
        begin();
        run(100 * SECOND);
        assertThat(reports).hasSizeBetween(9, 11);
        assertThat(reports).allMatch(r -> r.estimates().size() == 2);
    }

    @Test
    void tracesAreBounded() {
        begin();
        for (int i = 0; i < TraceReport.MAX_TRACES + 5; i++) {
            policy.onWorse(toFra, ConvergenceTrace.begin(i, fra.id));
        }
        assertThat(poll().traces()).hasSize(TraceReport.MAX_TRACES);
        assertThat(policy.tracesLeftOut()).isEqualTo(5);
    }

    private void begin() {
        policy.onPlan();
        run(1_050 * MS);
        reports.clear();
    }

    private LinkReport poll() {
        LinkReport report = policy.poll(now, now + 9);
        assertThat(report).isNotNull();
        return java.util.Objects.requireNonNull(report);
    }

    private void run(long forNs) {
        long end = now + forNs;
        while (policy.nextDeadlineNs() <= end) {
            now = Math.max(now, policy.nextDeadlineNs());
            LinkReport report = policy.poll(now, now);
            if (report != null) {
                reports.add(report);
            }
        }
        now = end;
    }
}
