package rhumb.bench.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import rhumb.net.ClassTarget;
import rhumb.net.TrafficClass;
import rhumb.probe.AgentOptions;

/**
 * Accusations of a healthy link because an agent's process did not run for 15 to 100 ms, as on a
 * machine with too much to do: the stall begins when a probe was stamped and not yet sent.
 *
 * @param whose process stalled, {@code own} or {@code far}, as seen by the near end
 * @param accusations stalls after which the near end accused a direction
 */
public record Stalls(
        String whose, int packetsPerSecond, long intervalMs, int stalls, long accusations) {
    private static final long MS = 1_000_000L;
    private static final long SECOND_NS = 1_000 * MS;
    private static final long SHORTEST_NS = 15 * MS;
    private static final long LONGEST_NS = 100 * MS;

    /** All kinds, so many stalls of each. */
    public static List<Stalls> measure(int stalls) {
        List<Stalls> all = new ArrayList<>();
        for (int rate : new int[] {200, 0}) {
            for (long intervalMs : new long[] {20, 100}) {
                all.add(of(true, rate, intervalMs, stalls));
                all.add(of(false, rate, intervalMs, stalls));
            }
        }
        return all;
    }

    private static Stalls of(boolean own, int packetsPerSecond, long intervalMs, int stalls) {
        List<ClassTarget> targets = TrafficClass.ALL.stream().map(ClassTarget::standard).toList();
        long accusations = 0;
        for (int i = 0; i < stalls; i++) {
            VirtualLink link =
                    new VirtualLink(
                            70_000 + i,
                            AgentOptions.STANDARD,
                            intervalMs * MS,
                            packetsPerSecond,
                            targets);
            SplittableRandom random = link.random();
            link.run(link.nowNs() + 5 * SECOND_NS + random.nextLong(SECOND_NS), false);
            LinkEnd end = own ? link.near : link.far;
            long nowNs = end.agentDeadlineNs();
            link.run(nowNs - 1, false);
            end.stall(nowNs, nowNs + random.nextLong(SHORTEST_NS, LONGEST_NS));
            link.run(link.nowNs() + SECOND_NS, false);
            accusations += link.near.accusations() > 0 ? 1 : 0;
        }
        return new Stalls(own ? "own" : "far", packetsPerSecond, intervalMs, stalls, accusations);
    }
}
