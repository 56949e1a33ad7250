package rhumb.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VocabularyTest {
    @Test
    void linksReadWhatTheyWrite() {
        for (String text : List.of("sin->fra", "sin/isp1->fra", "sin->fra/backup-2", "a/x->b/y")) {
            assertThat(LinkId.parse(text)).hasToString(text);
            assertThat(LinkId.parse(text).reverse().reverse()).isEqualTo(LinkId.parse(text));
        }
        assertThat(LinkId.parse("sin/main->fra")).hasToString("sin->fra");
    }

    @Test
    void namesAreCheckedWithWhatWasExpected() {
        for (String bad : List.of("", "SIN", "sin.", "-a", "a-", "a".repeat(25), "ä")) {
            assertThatThrownBy(() -> new PopId(bad)).hasMessageContaining("expected 1 to 24");
        }
        assertThatThrownBy(() -> LinkId.parse("sin-fra")).hasMessageContaining("expected FROM->TO");
        assertThatThrownBy(() -> LinkId.parse("sin->sin"))
                .hasMessageContaining("end where it starts");
    }

    @Test
    void codePointsHaveTheirNames() {
        for (int codePoint = 0; codePoint < Dscp.COUNT; codePoint++) {
            assertThat(Dscp.parse(new Dscp(codePoint).toString()).codePoint()).isEqualTo(codePoint);
            assertThat(Dscp.ofTrafficClassOctet(codePoint << 2 | 3).codePoint())
                    .isEqualTo(codePoint);
        }
        assertThat(List.of(Dscp.EF, Dscp.AF41, Dscp.AF43, Dscp.CS6, Dscp.LE, Dscp.DF))
                .extracting(Dscp::toString)
                .containsExactly("EF", "AF41", "AF43", "CS6", "LE", "DF");
        assertThatThrownBy(() -> Dscp.parse("AF44")).hasMessageContaining("expected a name");
    }

    @Test
    void eachClassIsFoundByItsOwnCodePointAndLabel() {
        for (TrafficClass c : TrafficClass.ALL) {
            assertThat(TrafficClass.ofDscp(c.dscp().codePoint())).isEqualTo(c);
            assertThat(TrafficClass.parse(c.label())).isEqualTo(c);
            assertThat(TrafficClass.ofCode(c.code())).isEqualTo(c);
            assertThat(ClassSet.of(c).contains(c)).isTrue();
        }
        assertThat(TrafficClass.ofCode(8)).isNull();
        assertThat(ClassSet.ALL.minus(ClassSet.of(TrafficClass.AUDIO)).contains(TrafficClass.AUDIO))
                .isFalse();
    }

    @Test
    void addressesReadWhatTheyWrite() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            Endpoint v4 = Endpoint.ofIpv4(random.nextInt(), random.nextInt(65_536));
            long high =
                    random.nextInt(3) == 0
                            ? 0
                            : random.nextLong() & (random.nextBoolean() ? -1L : 0xffff0000ffffL);
            Endpoint v6 = new Endpoint(high, random.nextLong(), random.nextInt(65_536));
            assertThat(Endpoint.parse(v4.toString())).isEqualTo(v4);
            assertThat(Endpoint.parse(v6.toString())).isEqualTo(v6);
        }
        assertThat(Endpoint.parse("[2001:db8::1]:80")).hasToString("[2001:db8::1]:80");
        assertThat(Endpoint.parse("[::]:80").isWildcard()).isTrue();
        assertThat(Endpoint.parse("127.1.2.3:1").isLoopback()).isTrue();
        for (String bad :
                List.of(
                        "",
                        "1.2.3.4",
                        "1.2.3:4",
                        "1.2.3.256:1",
                        "1.2.3.4:65536",
                        "[::1::]:1",
                        "[1:2]:3",
                        "h:1")) {
            assertThatThrownBy(() -> Endpoint.parse(bad))
                    .as(bad)
                    .hasMessageContaining("expected IPV4:PORT");
        }
    }

    @Test
    void serialNumbersWrap() {
        assertThat(Serial32.isAfter(1, -1)).isTrue();
        assertThat(Serial32.isAfter(-1, 1)).isFalse();
        assertThat(Serial32.distance(0xfffffffe, 3)).isEqualTo(5);
    }

    @Test
    void epochsOrderByCounterThenController() {
        assertThat(new Epoch(2, 1).isBefore(new Epoch(2, 2))).isTrue();
        assertThat(new Epoch(2, 9).isBefore(new Epoch(3, 1))).isTrue();
        assertThat(new Epoch(2, 9).next(1)).isEqualTo(new Epoch(3, 1));
    }
}
