package rhumb.controller.dscp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import rhumb.controller.Samples;
import rhumb.controller.intent.Topology;
import rhumb.controller.lsdb.ReportReject;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.southbound.dscp.CodePointMap;
import rhumb.southbound.link.LinkView;
import rhumb.southbound.message.DscpReport;

class TreatmentBookTest {
    private static final long S = 1_000_000_000L;
    private static final PopId A = new PopId("a");
    private static final PopId B = new PopId("b");
    private static final LinkId AB = LinkId.between(A, B);
    private static final CodePointMap BLEACH = CodePointMap.EMPTY.withAll(codePoint -> 0);

    private final Topology topology = new Topology(Samples.mesh(2));
    private final TreatmentBook book = new TreatmentBook(topology, 100);

    private List<ReportReject> report(
            long nowNs, PopId pop, LinkId link, LinkView view, CodePointMap map) {
        DscpReport.Entry entry = new DscpReport.Entry(link, view, map, 0, 0);
        return book.onReport(nowNs, pop, new DscpReport(List.of(entry)));
    }

    private LinkTreatment ab() {
        return book.all().get(topology.linkIndex(AB));
    }

    @Test
    void aPopSpeaksForItsOwnEndsOnly() {
        assertThat(report(0, B, AB, LinkView.SENDER, BLEACH))
                .containsExactly(ReportReject.FOREIGN_LINK);
        assertThat(report(0, A, AB, LinkView.RECEIVER, BLEACH))
                .containsExactly(ReportReject.FOREIGN_LINK);
        assertThat(report(0, A, LinkId.parse("a->z"), LinkView.SENDER, BLEACH))
                .containsExactly(ReportReject.UNKNOWN_LINK);
        assertThat(ab().map()).isEqualTo(CodePointMap.EMPTY);
        assertThat(report(0, A, AB, LinkView.SENDER, BLEACH)).isEmpty();
        assertThat(ab().map()).isEqualTo(BLEACH);
    }

    @Test
    void theNewerWordGoesFirstAndTheOtherFillsItsGaps() {
        report(0, B, AB, LinkView.RECEIVER, CodePointMap.IDENTITY);
        report(0, A, AB, LinkView.SENDER, CodePointMap.EMPTY.with(46, 40));
        assertThat(ab().map()).isEqualTo(CodePointMap.IDENTITY.with(46, 40));
        // Said again, as to a controller that came back: the sender's word is still the newer.
        report(1, B, AB, LinkView.RECEIVER, CodePointMap.IDENTITY);
        assertThat(ab().map()).isEqualTo(CodePointMap.IDENTITY.with(46, 40));
        report(2, B, AB, LinkView.RECEIVER, BLEACH);
        assertThat(ab().map()).isEqualTo(BLEACH);
    }

    @Test
    void aChangeIsToldOnceWhenItHadTimeToBecomeWhole() {
        report(0, A, AB, LinkView.SENDER, CodePointMap.EMPTY.with(46, 46));
        assertThat(book.onDeadline(book.nextDeadlineNs())).isEmpty();
        report(10 * S, A, AB, LinkView.SENDER, CodePointMap.IDENTITY.with(46, 0));
        report(11 * S, A, AB, LinkView.SENDER, BLEACH);
        assertThat(book.onDeadline(12 * S)).isEmpty();
        assertThat(book.onDeadline(book.nextDeadlineNs()))
                .singleElement()
                .hasToString(
                        "a->b Bleach-DSCP, CS5>DF EF>DF AF41>DF AF42>DF AF31>DF AF11>DF LE>DF,"
                                + " now written: signalling DF audio DF video-key DF video DF"
                                + " live DF bulk DF");
        assertThat(book.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
        report(20 * S, A, AB, LinkView.SENDER, CodePointMap.IDENTITY);
        assertThat(book.onDeadline(30 * S))
                .singleElement()
                .satisfies(told -> assertThat(told.transparent()).isTrue());
    }

    @Test
    void aLinkThatKeptAllIsNotToldToKeepMore() {
        report(0, A, AB, LinkView.SENDER, CodePointMap.EMPTY.with(46, 46));
        assertThat(book.onDeadline(book.nextDeadlineNs())).isEmpty();
        report(10 * S, A, AB, LinkView.SENDER, CodePointMap.IDENTITY);
        assertThat(book.onDeadline(book.nextDeadlineNs())).isEmpty();
        report(20 * S, A, AB, LinkView.SENDER, BLEACH);
        assertThat(book.onDeadline(book.nextDeadlineNs())).hasSize(1);
    }
}
