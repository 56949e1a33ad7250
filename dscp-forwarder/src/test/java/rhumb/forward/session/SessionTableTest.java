package rhumb.forward.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import rhumb.forward.wire.DropReason;
import rhumb.net.Endpoint;

class SessionTableTest {
    private static final SessionLimits LIMITS = new SessionLimits(100, 10, 5, 60);

    private static Endpoint client(int address, int port) {
        return Endpoint.ofIpv4(address, port);
    }

    @Test
    void aClientKeepsItsFlowAndAnswersFindIt() {
        SessionTable table = new SessionTable(LIMITS, new Random(1));
        ClientSession a = Objects.requireNonNull(table.enter(0, 1, client(1, 1)));
        ClientSession b = Objects.requireNonNull(table.enter(0, 2, client(1, 1)));
        assertThat(table.enter(1, 1, client(1, 1))).isSameAs(a);
        assertThat(a.flow()).isNotEqualTo(b.flow());
        assertThat(table.answer(1, 1, a.flow())).isSameAs(a);
        assertThat(table.answer(1, 2, a.flow())).isNull();
        SessionTable restarted = new SessionTable(LIMITS, new Random(2));
        ClientSession later = Objects.requireNonNull(restarted.enter(0, 1, client(1, 1)));
        assertThat(later.flow()).isNotEqualTo(a.flow());
    }

    @Test
    void idleSessionsGoAndLiveOnesStay() {
        SessionTable table = new SessionTable(LIMITS, new Random(1));
        ClientSession first = Objects.requireNonNull(table.enter(0, 1, client(1, 1)));
        table.enter(10, 1, client(2, 1));
        table.enter(20, 1, client(3, 1));
        assertThat(table.nextDeadlineNs()).isEqualTo(60);
        table.answer(30, 1, first.flow());
        assertThat(table.nextDeadlineNs()).isEqualTo(70);
        table.onDeadline(79);
        assertThat(table.size()).isEqualTo(2);
        table.onDeadline(1_000);
        assertThat(table.size()).isZero();
        assertThat(table.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
        assertThat(table.answer(1_000, 1, first.flow())).isNull();
    }

    @Test
    void oneSourceCannotFillTheTable() {
        SessionTable table = new SessionTable(LIMITS, new Random(1));
        for (int port = 1; port <= 10; port++) {
            assertThat(table.enter(0, port % 3, client(1, port))).isNotNull();
        }
        assertThat(table.enter(0, 1, client(1, 11))).isNull();
        assertThat(table.refusal()).isEqualTo(DropReason.SOURCE_LIMIT);
        assertThat(table.enter(0, 1, client(2, 11))).isNotNull();
        // All addresses of an IPv6 /64 are one source.
        for (int i = 0; i < 10; i++) {
            assertThat(table.enter(0, 1, Endpoint.parse("[2001:db8::" + i + "]:1"))).isNotNull();
        }
        assertThat(table.enter(0, 1, Endpoint.parse("[2001:db8::a:b:c:d]:1"))).isNull();
        assertThat(table.enter(0, 1, Endpoint.parse("[2001:db8:0:1::1]:1"))).isNotNull();
        table.onDeadline(60);
        assertThat(table.enter(60, 1, client(1, 11))).isNotNull();
    }

    /** Against random use: the table and its counts never drift apart. */
    @Test
    void randomUseStaysWithinBounds() {
        SessionTable table = new SessionTable(LIMITS, new Random(1));
        Random random = new Random(9);
        long now = 0;
        for (int i = 0; i < 100_000; i++) {
            now += random.nextInt(3);
            table.enter(now, random.nextInt(3), client(random.nextInt(30), random.nextInt(20)));
            table.onDeadline(now);
            assertThat(table.size()).isLessThanOrEqualTo(300);
        }
        table.onDeadline(now + 60);
        assertThat(table.size()).isZero();
        for (int port = 0; port < 10; port++) {
            assertThat(table.enter(now + 60, 1, client(7, port))).isNotNull();
        }
    }

    @Test
    void egressNumbersAreReusedOnlyAfterTheyAreClosed() {
        List<Integer> closed = new ArrayList<>();
        EgressTable table = new EgressTable(LIMITS, closed::add);
        for (int flow = 0; flow < 5; flow++) {
            EgressSession session = Objects.requireNonNull(table.enter(flow, 1, 1, flow));
            assertThat(session.number()).isEqualTo(flow);
        }
        assertThat(table.enter(5, 1, 1, 9)).isNull();
        assertThat(table.enter(5, 1, 1, 2)).isNotNull();
        assertThat(table.answer(6, 0)).isNotNull();
        assertThat(table.answer(6, 5)).isNull();
        table.onDeadline(61);
        assertThat(closed).containsExactly(1);
        assertThat(table.answer(61, 1)).isNull();
        EgressSession reused = Objects.requireNonNull(table.enter(61, 2, 1, 9));
        assertThat(reused.number()).isEqualTo(1);
    }

    @Test
    void theSameFlowOfAnotherPopOrServiceIsAnotherSession() {
        EgressTable table = new EgressTable(LIMITS, _ -> {});
        EgressSession a = table.enter(0, 1, 1, -1);
        assertThat(table.enter(0, 2, 1, -1)).isNotSameAs(a);
        assertThat(table.enter(0, 1, 2, -1)).isNotSameAs(a);
        assertThat(table.enter(0, 1, 1, -1)).isSameAs(a);
    }

    @Test
    void aFlowNumberIsDeliveredOnce() {
        EgressTable table = new EgressTable(LIMITS, _ -> {});
        EgressSession session = Objects.requireNonNull(table.enter(0, 1, 1, 1));
        assertThat(session.isFirst(10, 100)).isTrue();
        assertThat(session.isFirst(12, 102)).isTrue();
        assertThat(session.isFirst(11, 101)).isTrue();
        assertThat(session.isFirst(11, 101)).isFalse();
        assertThat(session.isFirst(10 - 2_048, 99)).isFalse();
    }

    @Test
    void aFarEndThatRestartedIsHeardAtOnceAndItsFormerLifeNoMore() {
        SessionTable table = new SessionTable(LIMITS, new Random(1));
        ClientSession session = Objects.requireNonNull(table.enter(0, 1, client(1, 1)));
        for (int seq = 1; seq <= 500; seq++) {
            assertThat(session.isFirst(seq, 20_000 * seq)).isTrue();
        }
        int againUs = 20_000 * 500 + 1_000_000;
        assertThat(session.isFirst(2, againUs + 20_000)).isTrue();
        assertThat(session.isFirst(1, againUs)).isTrue();
        assertThat(session.isFirst(1, againUs)).isFalse();
        assertThat(session.isFirst(501, 20_000 * 501)).as("a straggler").isFalse();
        assertThat(session.isFirst(400, 20_000 * 400)).as("a copy").isFalse();
        assertThat(session.isFirst(3, againUs + 40_000)).isTrue();
        // It restarts again, with a clock that is an hour behind: numbers decide until they rise.
        int backUs = againUs - 1_800_000_000;
        assertThat(session.isFirst(3, backUs)).isFalse();
        assertThat(session.isFirst(4, backUs + 20_000)).isTrue();
        assertThat(session.isFirst(5, backUs + 40_000)).isTrue();
    }
}
