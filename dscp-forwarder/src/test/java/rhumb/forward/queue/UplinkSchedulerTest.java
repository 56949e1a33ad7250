package rhumb.forward.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import rhumb.forward.crypto.JdkAead;
import rhumb.forward.link.LinkCipher;
import rhumb.forward.link.LinkSendState;
import rhumb.forward.link.SendingLanes;
import rhumb.forward.wire.DropReason;
import rhumb.forward.wire.OverlayHeader;
import rhumb.net.Endpoint;
import rhumb.net.LinkId;
import rhumb.net.Phb;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;

class UplinkSchedulerTest implements UplinkScheduler.Output {
    private static final long S = 1_000_000_000L;
    private static final int SIZE = 972;

    /** With IP and UDP headers 1,000 bytes: one packet a millisecond. */
    private static final long RATE_BPS = 8_000_000;

    private static final LinkSendState LINK =
            new LinkSendState(
                    LinkId.between(new PopId("a"), new PopId("b")),
                    0,
                    new SendingLanes(1, 1),
                    new LinkCipher(
                            new JdkAead(), LinkId.between(new PopId("a"), new PopId("b")), 1),
                    Endpoint.parse("192.0.2.1:4789"));

    private record Sent(long atNs, TrafficClass trafficClass, int number) {}

    private final List<Sent> sent = new ArrayList<>();
    private final Map<DropReason, Integer> drops = new EnumMap<>(DropReason.class);
    private final ByteBuffer packet = ByteBuffer.allocate(SIZE);
    private int offered;

    @Override
    public void send(long nowNs, LinkSendState link, ByteBuffer b, int offset, int sizeBytes) {
        TrafficClass c = TrafficClass.ofCode(OverlayHeader.classCode(b, offset));
        sent.add(
                new Sent(
                        nowNs,
                        java.util.Objects.requireNonNull(c),
                        OverlayHeader.flowSeq(b, offset)));
    }

    @Override
    public void drop(DropReason reason) {
        drops.merge(reason, 1, Integer::sum);
    }

    private UplinkScheduler scheduler(QueueLimits limits) {
        UplinkScheduler scheduler = new UplinkScheduler(limits, this);
        scheduler.rate(0, RATE_BPS);
        return scheduler;
    }

    private void offer(UplinkScheduler scheduler, long nowNs, TrafficClass c) {
        OverlayHeader.begin(packet, 0, OverlayHeader.TYPE_DATA, 0, 0, c.code(), 3);
        OverlayHeader.flow(packet, 0, 1, 1, offered++);
        OverlayHeader.budget(packet, 0, OverlayHeader.NO_TIME_LIMIT);
        scheduler.offer(nowNs, LINK, c, packet, 0, SIZE);
    }

    private void drain(UplinkScheduler scheduler, long untilNs) {
        while (scheduler.nextDeadlineNs() <= untilNs) {
            scheduler.onDeadline(scheduler.nextDeadlineNs());
        }
    }

    private int dropped() {
        return drops.values().stream().mapToInt(count -> count).sum();
    }

    private long count(TrafficClass c) {
        return sent.stream().filter(s -> s.trafficClass() == c).count();
    }

    /** Keeps the queues of these classes filled for a second and drains at the rate. */
    private void saturate(UplinkScheduler scheduler, TrafficClass... classes) {
        for (long now = 0; now < S; now += 1_000_000) {
            drain(scheduler, now);
            for (TrafficClass c : classes) {
                while (scheduler.queued(c.phb()) < 20) {
                    offer(scheduler, now, c);
                }
            }
        }
    }

    @Test
    void withoutAPaceEverythingGoesStraightThrough() {
        UplinkScheduler scheduler = new UplinkScheduler(QueueLimits.STANDARD, this);
        for (int i = 0; i < 10_000; i++) {
            offer(scheduler, 0, TrafficClass.BULK);
        }
        assertThat(sent).hasSize(10_000);
        assertThat(scheduler.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void keepsThePace() {
        UplinkScheduler scheduler = scheduler(QueueLimits.STANDARD);
        saturate(scheduler, TrafficClass.BULK);
        assertThat(sent).hasSizeBetween(999, 1_007);
    }

    @Test
    void strictOnesGoFirstUpToTheirCeiling() {
        UplinkScheduler scheduler = scheduler(QueueLimits.STANDARD);
        saturate(scheduler, TrafficClass.AUDIO, TrafficClass.BULK);
        assertThat(count(TrafficClass.AUDIO)).isBetween(490L, 530L);
        assertThat(count(TrafficClass.BULK)).isBetween(470L, 510L);
    }

    @Test
    void whatOthersLeaveIsUsed() {
        UplinkScheduler scheduler = scheduler(QueueLimits.STANDARD);
        saturate(scheduler, TrafficClass.AUDIO);
        assertThat(count(TrafficClass.AUDIO)).isGreaterThan(990);
    }

    @Test
    void signallingGoesBeforeAudio() {
        UplinkScheduler scheduler = scheduler(QueueLimits.STANDARD);
        saturate(scheduler, TrafficClass.SIGNALLING, TrafficClass.AUDIO, TrafficClass.BULK);
        assertThat(count(TrafficClass.SIGNALLING)).isBetween(480L, 530L);
        assertThat(count(TrafficClass.AUDIO)).isLessThan(20);
        assertThat(count(TrafficClass.BULK)).isBetween(460L, 510L);
    }

    @Test
    void theOthersShareByWeight() {
        UplinkScheduler scheduler = scheduler(QueueLimits.STANDARD);
        TrafficClass[] classes = {
            TrafficClass.VIDEO,
            TrafficClass.LIVE,
            TrafficClass.BULK,
            TrafficClass.DEFAULT,
            TrafficClass.LOG
        };
        saturate(scheduler, classes);
        for (TrafficClass c : classes) {
            double share = count(c) / (double) sent.size();
            assertThat(share)
                    .as(c.label())
                    .isBetween(c.phb().weight() / 100.0 - 0.03, c.phb().weight() / 100.0 + 0.03);
        }
    }

    @Test
    void oneClassKeepsItsOrder() {
        UplinkScheduler scheduler = scheduler(QueueLimits.STANDARD);
        Random random = new Random(2);
        for (int i = 0; i < 3_000; i++) {
            offer(scheduler, i * 500_000L, TrafficClass.ALL.get(random.nextInt(8)));
            drain(scheduler, i * 500_000L);
        }
        drain(scheduler, 100 * S);
        for (TrafficClass c : TrafficClass.ALL) {
            assertThat(sent.stream().filter(s -> s.trafficClass() == c).map(Sent::number))
                    .isSorted();
        }
        assertThat(sent).hasSize(3_000 - dropped());
    }

    @Test
    void higherDropPrecedenceGivesWayInItsQueue() {
        UplinkScheduler scheduler = scheduler(new QueueLimits(100, 10, 1_000_000));
        for (int i = 0; i < 20; i++) {
            offer(scheduler, 0, TrafficClass.VIDEO);
        }
        for (int i = 0; i < 10; i++) {
            offer(scheduler, 0, TrafficClass.VIDEO_KEY);
        }
        assertThat(scheduler.queued(Phb.ASSURED_REAL_TIME)).isEqualTo(10);
        offer(scheduler, 0, TrafficClass.VIDEO_KEY);
        sent.clear();
        drain(scheduler, S);
        assertThat(count(TrafficClass.VIDEO_KEY)).isEqualTo(10);
    }

    @Test
    void theLeastImportantGivesWayWhenAllIsFull() {
        UplinkScheduler scheduler = scheduler(new QueueLimits(30, 30, 1_000_000));
        for (int i = 0; i < 40; i++) {
            offer(scheduler, 0, TrafficClass.LOG);
        }
        assertThat(scheduler.queued(Phb.LOWER_EFFORT)).isEqualTo(30);
        for (int i = 0; i < 20; i++) {
            offer(scheduler, 0, TrafficClass.AUDIO);
        }
        for (int i = 0; i < 20; i++) {
            offer(scheduler, 0, TrafficClass.BULK);
        }
        offer(scheduler, 0, TrafficClass.LOG);
        assertThat(scheduler.queued(Phb.EXPEDITED)).isEqualTo(20);
        assertThat(scheduler.queued(Phb.ASSURED_BULK)).isEqualTo(10);
        assertThat(scheduler.queued(Phb.LOWER_EFFORT)).isZero();
        assertThat(offered).isEqualTo(sent.size() + 30 + dropped());
    }

    @Test
    void theBoundInBytesHolds() {
        UplinkScheduler scheduler = scheduler(new QueueLimits(100, 100, 5 * SIZE));
        for (int i = 0; i < 50; i++) {
            offer(scheduler, 0, TrafficClass.BULK);
        }
        assertThat(scheduler.queued()).isEqualTo(5);
    }

    @Test
    void theWaitIsTakenOffTheBudget() {
        List<Integer> budgets = new ArrayList<>();
        UplinkScheduler scheduler =
                new UplinkScheduler(
                        QueueLimits.STANDARD,
                        new UplinkScheduler.Output() {
                            @Override
                            public void send(
                                    long nowNs,
                                    LinkSendState link,
                                    ByteBuffer b,
                                    int offset,
                                    int sizeBytes) {
                                budgets.add(OverlayHeader.budget(b, offset));
                            }

                            @Override
                            public void drop(DropReason reason) {
                                UplinkSchedulerTest.this.drop(reason);
                            }
                        });
        scheduler.rate(0, RATE_BPS);
        OverlayHeader.begin(packet, 0, OverlayHeader.TYPE_DATA, 0, 0, 5, 3);
        OverlayHeader.budget(packet, 0, 100);
        for (int i = 0; i < 30; i++) {
            scheduler.offer(0, LINK, TrafficClass.BULK, packet, 0, SIZE);
        }
        drain(scheduler, S);
        // 10 ms at one packet a millisecond; the first needs no wait.
        assertThat(budgets).containsExactly(100, 90, 80, 70, 60, 50, 40, 30, 20, 10);
        assertThat(drops).containsEntry(DropReason.DEADLINE, 20);
    }
}
