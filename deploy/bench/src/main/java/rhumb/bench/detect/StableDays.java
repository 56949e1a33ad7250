package rhumb.bench.detect;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import rhumb.net.ClassTarget;
import rhumb.net.TrafficClass;
import rhumb.probe.AgentOptions;
import rhumb.southbound.link.LinkSign;

/**
 * Accusations of healthy links: 0.1 % random loss and Pareto jitter that lets packets overtake each
 * other, half the days idle and probed every 100 ms, half with 200 packets/s of media and probed
 * every 20 ms. An accusation is an end turning from good to bad about a directed link; a pair
 * simulated for a day gives two link-days.
 */
public final class StableDays {
    private static final long HOUR_NS = 3_600_000_000_000L;
    private static final long MS = 1_000_000L;
    private static final long PARETO_NS = 100_000L;
    private static final long PAIR_HOURS_PER_LINK_DAY = 12;
    private static final int HOURS_OF_A_PAIR = 24;

    private final Map<LinkSign, Long> bySender = new EnumMap<>(LinkSign.class);
    private final Map<LinkSign, Long> byReceiver = new EnumMap<>(LinkSign.class);
    private long pairHours;

    /**
     * @param seed of the first pair; the next ones have the next
     * @param progress told the link-days done
     */
    public StableDays(long linkDays, long seed, LongConsumer progress) {
        List<ClassTarget> targets = TrafficClass.ALL.stream().map(ClassTarget::standard).toList();
        long wanted = linkDays * PAIR_HOURS_PER_LINK_DAY;
        for (long pair = 0; pairHours < wanted; pair++) {
            boolean inUse = pair % 2 == 1;
            VirtualLink link =
                    new VirtualLink(
                            seed + pair,
                            AgentOptions.STANDARD,
                            (inUse ? 20 : 100) * MS,
                            inUse ? 200 : 0,
                            targets);
            heavyTail(link.outward);
            heavyTail(link.inward);
            long hours = Math.min(HOURS_OF_A_PAIR, wanted - pairHours);
            for (long hour = 0; hour < hours; hour++) {
                link.run(link.nowNs() + HOUR_NS, false);
            }
            pairHours += hours;
            count(link);
            progress.accept(pairHours / PAIR_HOURS_PER_LINK_DAY);
        }
    }

    /** Accusations per link-day by the end where a link starts, which leaves it. */
    public double bySender() {
        return perDay(bySender).values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** The same by the end where a link ends, which the controller hears of. */
    public double byReceiver() {
        return perDay(byReceiver).values().stream().mapToDouble(Double::doubleValue).sum();
    }

    public Map<LinkSign, Double> senderSigns() {
        return perDay(bySender);
    }

    public Map<LinkSign, Double> receiverSigns() {
        return perDay(byReceiver);
    }

    private static void heavyTail(Conditions c) {
        c.loss = Floor.BACKGROUND;
        c.jitter = Conditions.Jitter.PARETO;
        c.jitterNs = PARETO_NS;
    }

    private void count(VirtualLink link) {
        for (LinkSign sign : LinkSign.values()) {
            long out = link.near.accusedOutgoing(sign) + link.far.accusedOutgoing(sign);
            long in = link.near.accusedIncoming(sign) + link.far.accusedIncoming(sign);
            bySender.merge(sign, out, Long::sum);
            byReceiver.merge(sign, in, Long::sum);
        }
    }

    /** Only what happened at all. */
    private Map<LinkSign, Double> perDay(Map<LinkSign, Long> counts) {
        Map<LinkSign, Double> perDay = new EnumMap<>(LinkSign.class);
        counts.forEach((sign, count) -> {
            if (count > 0) {
                perDay.put(sign, count * (double) PAIR_HOURS_PER_LINK_DAY / pairHours);
            }
        });
        return perDay;
    }
}
