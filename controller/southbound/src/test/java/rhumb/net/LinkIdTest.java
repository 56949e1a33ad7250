package rhumb.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LinkIdTest {
    private static final int POPS = 300;
    private static final int BUCKETS = 1 << 17;

    @Test
    void linksOfPopsWithLikeNamesFindDifferentPlacesInAMap() {
        List<PopId> pops = IntStream.rangeClosed(1, POPS).mapToObj(LinkIdTest::pop).toList();
        int[] places = new int[BUCKETS];
        int longest = 0;
        for (PopId from : pops) {
            for (PopId to : pops) {
                if (!from.equals(to)) {
                    int hash = LinkId.between(from, to).hashCode();
                    int place = (hash ^ hash >>> 16) & BUCKETS - 1; // as HashMap does
                    longest = Math.max(longest, ++places[place]);
                }
            }
        }
        assertThat(longest).as("eight are what a HashMap takes in a list").isLessThanOrEqualTo(8);
    }

    @Test
    void equalLinksHaveOneHash() {
        assertThat(LinkId.parse("sin->fra/isp1"))
                .isEqualTo(LinkId.parse("sin->fra/isp1"))
                .hasSameHashCodeAs(LinkId.parse("sin->fra/isp1"))
                .isNotEqualTo(LinkId.parse("fra/isp1->sin"));
        assertThat(LinkId.parse("sin->fra/isp1").hashCode())
                .isNotEqualTo(LinkId.parse("fra/isp1->sin").hashCode());
    }

    private static PopId pop(int number) {
        return new PopId(String.format(Locale.ROOT, "p%04d", number));
    }
}
