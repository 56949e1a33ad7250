package rhumb.controller.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private final Retention retention = new Retention(1_000, 300);

    @Test
    void theOldestGoWhenTheyAreTooOldOrTooMuch() {
        List<Segment> segments =
                List.of(
                        new Segment(1, 0, 100),
                        new Segment(2, 500, 100),
                        new Segment(3, 900, 100),
                        new Segment(4, 950, 100));
        assertThat(retention.drop(segments, 1_000)).isEqualTo(1);
        assertThat(retention.drop(segments.subList(0, 3), 1_000)).isZero();
        // The first ends where the second begins: at 1500 it may have something of the last second.
        assertThat(retention.drop(segments.subList(0, 3), 1_500)).isZero();
        assertThat(retention.drop(segments.subList(0, 3), 1_501)).isEqualTo(1);
        assertThat(retention.drop(segments.subList(0, 3), 9_999)).isEqualTo(2);
    }

    @Test
    void whatIsBeingWrittenStays() {
        assertThat(retention.drop(List.of(new Segment(1, 0, 999_999)), 1L << 40)).isZero();
        assertThat(retention.drop(List.of(), 1L << 40)).isZero();
    }

    @Test
    void segmentsAreASmallPartOfWhatIsKept() {
        assertThat(new Retention(32_000, 64L << 20).segmentBytes()).isEqualTo(2L << 20);
        assertThat(new Retention(32_000, 1L << 20).segmentBytes()).isEqualTo(64L << 10);
        assertThat(new Retention(32_000, 64L << 20).segmentMs()).isEqualTo(1_000);
    }
}
