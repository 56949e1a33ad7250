package rhumb.bench.detect;

import java.util.List;
import java.util.function.LongConsumer;
import rhumb.net.ClassTarget;
import rhumb.net.TrafficClass;
import rhumb.probe.AgentOptions;

/**
 * Accusations of healthy links: 0.1 % random loss and Pareto jitter, half the days idle and probed
 * every 100 ms, half with 200 packets/s of media and probed every 20 ms. An accusation is either
 * end turning from good to bad about a directed link; a pair simulated for a day gives two
 * link-days.
 */
public final class StableDays {
    private static final long HOUR_NS = 3_600_000_000_000L;
    private static final long MS = 1_000_000L;
    private static final long PARETO_NS = 100_000L;

    private long hours;
    private long alarmsBySender;
    private long alarmsByReceiver;

    /**
     * @param progress told the hours done
     */
    public StableDays(long linkDays, boolean fast, LongConsumer progress) {
        long pairHours = linkDays * 12;
        List<ClassTarget> targets = TrafficClass.ALL.stream().map(ClassTarget::standard).toList();
        for (long done = 0; done < pairHours; done += 24) {
            boolean inUse = done / 24 % 2 == 1;
            VirtualLink link =
                    new VirtualLink(
                            9_000 + done,
                            AgentOptions.STANDARD.withFastSigns(fast),
                            (inUse ? 20 : 100) * MS,
                            inUse ? 200 : 0,
                            targets);
            for (Conditions c : List.of(link.outward, link.inward)) {
                c.loss = Floor.BACKGROUND;
                c.jitter = Conditions.Jitter.PARETO;
                c.jitterNs = PARETO_NS;
            }
            for (long hour = 0; hour < Math.min(24, pairHours - done); hour++) {
                link.run(link.nowNs() + HOUR_NS, false);
                progress.accept(done + hour + 1);
                hours++;
            }
            alarmsBySender += link.near.accusedOutgoing() + link.far.accusedOutgoing();
            alarmsByReceiver += link.near.accusedIncoming() + link.far.accusedIncoming();
        }
    }

    /** Accusations by the end where a link starts, which leaves it. */
    public double alarmsPerLinkDay() {
        return alarmsBySender / (hours / 12.0);
    }

    /** Accusations by the end where a link ends, which the controller hears of. */
    public double receiverAlarmsPerLinkDay() {
        return alarmsByReceiver / (hours / 12.0);
    }
}
