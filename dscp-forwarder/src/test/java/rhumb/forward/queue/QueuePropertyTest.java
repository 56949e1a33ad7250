package rhumb.forward.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static rhumb.forward.queue.QueueWorld.MS;
import static rhumb.forward.queue.QueueWorld.S;
import static rhumb.forward.queue.QueueWorld.share;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import rhumb.forward.wire.DropReason;
import rhumb.forward.wire.Ecn;
import rhumb.net.Phb;
import rhumb.net.TrafficClass;
import rhumb.southbound.rule.QueueSettings;
import rhumb.southbound.rule.TenantRule;

/** What holds of the scheduler whatever is offered to it. */
class QueuePropertyTest {
    private static final int ACME = 7;
    private static final int OTHER = 8;

    private static TenantRule acme(long capBps, long reserveBps) {
        return new TenantRule("acme", List.of(ACME), capBps, reserveBps);
    }

    @Test
    void nothingVanishesNothingExceedsItsRateNothingOvertakes() {
        for (int seed = 1; seed <= 30; seed++) {
            Random random = new Random(seed);
            long rateBps = random.nextInt(5) == 0 ? 0 : 1_000_000L * (1 + random.nextInt(20));
            List<QueueSettings.Share> shares = new ArrayList<>();
            for (Phb phb : Phb.values()) {
                long capBps = random.nextInt(3) == 0 ? 200_000L * (1 + random.nextInt(10)) : 0;
                shares.add(share(phb, capBps, capBps / 4));
            }
            TenantRule[] tenants = new TenantRule[random.nextInt(5)];
            for (int i = 0; i < tenants.length; i++) {
                long capBps = random.nextBoolean() ? 100_000L * (1 + random.nextInt(9)) : 0;
                List<Integer> services = List.of(2 * i + 1, 2 * i + 2);
                tenants[i] = new TenantRule("t" + i, services, capBps, capBps / 3);
            }
            QueueWorld world = new QueueWorld(rateBps, shares, tenants);
            for (int step = 0; step < 3_000; step++) {
                int burst = random.nextInt(random.nextInt(100) == 0 ? 200 : 4);
                for (int i = 0; i < burst; i++) {
                    TrafficClass c = TrafficClass.ALL.get(random.nextInt(8));
                    int octet = random.nextInt(256);
                    world.offer(c, 1 + random.nextInt(12), 100 + random.nextInt(1_300), octet);
                }
                world.run(world.nowNs + random.nextInt(2_000_000));
                world.assertConserved();
            }
            if (rateBps > 0) {
                world.assertNeverAbove(rateBps, s -> true);
            }
            for (QueueSettings.Share share : shares) {
                if (share.capBps() > 0) {
                    world.assertNeverAbove(
                            share.capBps(), s -> s.trafficClass().phb() == share.phb());
                }
            }
            for (TenantRule tenant : tenants) {
                if (tenant.capBps() > 0) {
                    world.assertNeverAbove(
                            tenant.capBps(), s -> tenant.services().contains(s.service()));
                }
            }
            assertOrder(world);
        }
    }

    private static void assertOrder(QueueWorld world) {
        for (int service = 1; service <= 12; service++) {
            for (Phb phb : Phb.values()) {
                int one = service;
                assertThat(
                                world.sent.stream()
                                        .filter(s -> s.service() == one)
                                        .filter(s -> s.trafficClass().phb() == phb)
                                        .map(QueueWorld.Sent::number))
                        .isSorted();
            }
        }
    }

    @Test
    void aCapOfATenantMeansThatMuchOnTheWire() {
        QueueWorld world = new QueueWorld(10_000_000, List.of(), acme(500_000, 0));
        for (int ms = 0; ms < 20_000; ms++) {
            world.offer(TrafficClass.VIDEO, ACME, 300 + ms % 1_000);
            world.offer(TrafficClass.VIDEO, OTHER, 500);
            world.run(world.nowNs + MS);
        }
        double acmeBps = world.bits(s -> s.service() == ACME) / 20.0;
        assertThat(acmeBps).isBetween(0.98 * 500_000, 1.02 * 500_000);
        // The other's 4 Mb/s fit and are not held up by the capped one's packets.
        assertThat(world.bits(s -> s.service() == OTHER) / 20.0).isCloseTo(4e6, within(4e4));
        assertThat(world.drops.keySet()).isSubsetOf(DropReason.CAP);
        assertThat(world.scheduler.counters("acme").drops(DropReason.CAP)).isPositive();
    }

    @Test
    void aCapOfAClassMeansThatMuchOnTheWireEvenOfAnIdleUplink() {
        for (long rateBps : new long[] {0, 50_000_000}) {
            QueueWorld world =
                    new QueueWorld(rateBps, List.of(share(Phb.ASSURED_BULK, 500_000, 0)));
            for (int ms = 0; ms < 20_000; ms++) {
                world.offer(TrafficClass.BULK, OTHER, 1_200);
                world.run(world.nowNs + MS);
            }
            assertThat(world.bits(s -> true) / 20.0).isBetween(0.98 * 500_000, 1.02 * 500_000);
        }
    }

    @Test
    void whatIsReservedForATenantStaysFree() {
        for (TrafficClass c : TrafficClass.ALL) {
            QueueWorld world = new QueueWorld(2_000_000, List.of(), acme(0, 100_000));
            for (int ms = 0; ms < 20_000; ms++) {
                // 96 kb/s beside 8 Mb/s in the same class and 4 Mb/s of audio.
                if (ms % 50 == 0) {
                    world.offer(c, ACME, 600);
                }
                world.offer(c, OTHER, 1_000);
                world.offer(TrafficClass.AUDIO, OTHER, 500);
                world.run(world.nowNs + MS);
            }
            world.assertConserved();
            assertThat(world.scheduler.counters("acme").dropped()).as(c.label()).isZero();
            assertThat(world.scheduler.counters("acme").delays().quantileNs(world.nowNs, 990))
                    .as(c.label())
                    .isLessThan(30 * MS);
        }
    }

    @Test
    void whatIsReservedForAClassStaysFree() {
        QueueWorld world = new QueueWorld(2_000_000, List.of(share(Phb.LOWER_EFFORT, 0, 100_000)));
        for (int ms = 0; ms < 20_000; ms++) {
            world.offer(TrafficClass.LOG, OTHER, 1_000);
            world.offer(TrafficClass.VIDEO, OTHER, 1_000);
            world.offer(TrafficClass.AUDIO, OTHER, 1_000);
            world.run(world.nowNs + MS);
        }
        assertThat(world.bits(s -> s.trafficClass() == TrafficClass.LOG) / 20.0)
                .isBetween(98_000.0, 140_000.0);
    }

    /**
     * Shreedhar and Varghese, theorem 2: nobody is ever ahead by more than its quantum and one
     * packet.
     */
    @Test
    void deficitRoundRobinIsFairWithinAQuantum() {
        QueueWorld world = new QueueWorld(8_000_000, List.of());
        for (int ms = 0; ms < 5_000; ms++) {
            for (int i = 0; i < 2; i++) {
                world.offer(TrafficClass.VIDEO, OTHER, 1_400);
                world.offer(TrafficClass.LIVE, OTHER, 300);
                world.offer(TrafficClass.LIVE, OTHER, 1_200);
            }
            world.run(world.nowNs + MS);
        }
        double video = 0;
        double live = 0;
        for (QueueWorld.Sent s : world.sent.subList(200, world.sent.size())) {
            video += s.trafficClass() == TrafficClass.VIDEO ? s.bytes() - 28 : 0;
            live += s.trafficClass() == TrafficClass.LIVE ? s.bytes() - 28 : 0;
            double apart = Math.abs(video / 50 - live / 30);
            assertThat(apart).isLessThan(2 * (64 + 1_500 / 30.0));
        }
    }

    @Test
    void tenantsOfAClassShareAlike() {
        QueueWorld world =
                new QueueWorld(
                        4_000_000,
                        List.of(),
                        acme(0, 0),
                        new TenantRule("b", List.of(OTHER), 0, 0));
        for (int ms = 0; ms < 5_000; ms++) {
            world.offer(TrafficClass.BULK, ACME, 1_000);
            for (int i = 0; i < 10; i++) {
                world.offer(TrafficClass.BULK, OTHER, 400);
            }
            world.run(world.nowNs + MS);
        }
        double acme = world.bits(s -> s.service() == ACME);
        double other = world.bits(s -> s.service() == OTHER);
        assertThat(acme / other).isBetween(0.9, 1.1);
    }

    @Test
    void elasticSendersAreMarkedOrDroppedBeforeTheQueueIsFull() {
        QueueWorld world = new QueueWorld(4_000_000, List.of());
        int ect = 0x02;
        for (int ms = 0; ms < 900; ms++) {
            world.offer(TrafficClass.BULK, ACME, 550, ect);
            world.run(world.nowNs + MS);
        }
        assertThat(world.drops).isEmpty();
        assertThat(world.sent.stream().filter(s -> s.octet() == 0x03)).isNotEmpty();
        assertThat(world.scheduler.counters(TrafficClass.BULK).ceMarked())
                .isEqualTo(world.sent.stream().filter(s -> s.octet() == 0x03).count());
        QueueWorld unable = new QueueWorld(4_000_000, List.of());
        for (int ms = 0; ms < 900; ms++) {
            unable.offer(TrafficClass.BULK, ACME, 550, Ecn.NOT_ECT);
            unable.run(unable.nowNs + MS);
        }
        assertThat(unable.drops).containsOnlyKeys(DropReason.CODEL);
        assertThat(unable.sent).allMatch(s -> s.octet() == 0);
    }

    @Test
    void videoIsMarkedButNotDroppedByCodel() {
        QueueWorld world = new QueueWorld(4_000_000, List.of());
        for (int ms = 0; ms < 900; ms++) {
            world.offer(TrafficClass.VIDEO, ACME, 550, ms % 2 == 0 ? 0x01 : 0);
            world.run(world.nowNs + MS);
        }
        assertThat(world.drops).isEmpty();
        assertThat(world.scheduler.counters(TrafficClass.VIDEO).ceMarked()).isPositive();
    }

    @Test
    void tenantsComeAndGoWhileTheirPacketsWait() {
        Random random = new Random(5);
        QueueWorld world = new QueueWorld(1_000_000, List.of());
        for (int round = 0; round < 200; round++) {
            TenantRule[] tenants = new TenantRule[random.nextInt(TenantRule.MAX_TENANTS + 1)];
            int first = random.nextInt(1_000);
            for (int i = 0; i < tenants.length; i++) {
                String name = "t" + (first + i);
                tenants[i] = new TenantRule(name, List.of(1 + i), 50_000, 1_000);
            }
            world.configure(1_000_000, List.of(), tenants);
            for (int i = 0; i < 100; i++) {
                world.offer(TrafficClass.BULK, random.nextInt(40), 1_000);
            }
            world.run(world.nowNs + 20 * MS);
            world.assertConserved();
            assertThat(world.scheduler.tenants()).hasSize(tenants.length);
        }
        world.configure(0, List.of());
        assertThat(world.scheduler.queued()).isZero();
        world.assertConserved();
    }

    @Test
    void quantilesOfDelayAreWithinAQuarter() {
        DelayHistogram delays = new DelayHistogram();
        for (int us = 1; us <= 100_000; us++) {
            delays.add(S, us * 1_000L);
        }
        assertThat(delays.quantileNs(S, 500)).isBetween(50 * MS, 63 * MS);
        assertThat(delays.quantileNs(S, 990)).isBetween(99 * MS, 124 * MS);
        assertThat(delays.quantileNs(40 * S, 500)).isEqualTo(-1);
    }
}
