package rhumb.bench.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import rhumb.controller.lsdb.LinkState;
import rhumb.controller.lsdb.Trouble;
import rhumb.net.ClassSet;
import rhumb.net.ClassTarget;
import rhumb.net.LinkId;
import rhumb.net.TrafficClass;
import rhumb.southbound.link.LinkSign;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.link.LinkView;

/**
 * What one link is like from moment to moment: a base, noise that forgets slowly (AR(1), an
 * Ornstein-Uhlenbeck process seen at intervals), a rise with the local hour, and degradations.
 */
final class LinkWeather {
    private static final long SECOND = 1_000_000_000L;
    private static final double DAY_NS = 86_400.0 * SECOND;
    private static final long TRUST_NS = 300 * SECOND;

    private final LinkId link;
    private final RandomGenerator random;
    private final double baseNs;
    private final double noiseNs;
    private final double memoryNs;
    private final double dailyNs;
    private final double phase;
    private final double jitterNs;
    private final double lossPpm;
    final List<Degradation> degradations = new ArrayList<>();

    private double noise;
    private @Nullable Trouble trouble;
    private long sinceNs;
    private LinkStatus status = LinkStatus.UP;

    /**
     * A link.
     *
     * @param baseNs one-way delay at its best
     * @param phase local time, as a share of a day
     */
    LinkWeather(LinkId link, double baseNs, double phase, RandomGenerator random) {
        this.link = link;
        this.random = random;
        this.baseNs = baseNs;
        this.phase = phase;
        // Most links are quiet, some are not: the spread is exponential.
        this.noiseNs = 1e5 + exponential(8e5);
        this.memoryNs = (60 + random.nextDouble() * 540) * SECOND;
        this.dailyNs = baseNs * 0.08 * random.nextDouble() + exponential(5e5);
        this.jitterNs = 1e5 + exponential(6e5);
        this.lossPpm = random.nextInt(5) == 0 ? exponential(1_500) : exponential(60);
        this.noise = random.nextGaussian();
    }

    private double exponential(double mean) {
        return -mean * StrictMath.log(1 - random.nextDouble());
    }

    /** The judgement of this moment. */
    LinkState at(long nowNs, long stepNs) {
        double keeps = StrictMath.exp(-stepNs / memoryNs);
        noise = keeps * noise + StrictMath.sqrt(1 - keeps * keeps) * random.nextGaussian();
        double hour = StrictMath.sin(2 * Math.PI * (nowNs / DAY_NS + phase));
        double load = Math.max(0, hour);
        double delay = baseNs + dailyNs * load + noiseNs * noise;
        double loss = lossPpm * (0.5 + load) * (1 + 0.2 * random.nextGaussian());
        double jitter = jitterNs * (1 + load) * (1 + 0.1 * random.nextGaussian());
        long extraNs = 0;
        boolean down = false;
        for (Degradation degradation : degradations) {
            if (degradation.holds(nowNs)) {
                loss += degradation.lossPpm();
                extraNs += degradation.delayNs();
                down |= degradation.down();
            }
        }
        long delayNs = (long) Math.max(baseNs / 2, delay) + extraNs;
        return judged(nowNs, delayNs, extraNs, Math.max(0, (long) loss), (long) jitter, down);
    }

    private LinkState judged(
            long nowNs, long delayNs, long riseNs, long loss, long jitter, boolean down) {
        ClassSet bad = down ? ClassSet.ALL : broken(delayNs, riseNs, loss);
        LinkStatus next =
                down ? LinkStatus.DOWN : bad.isEmpty() ? LinkStatus.UP : LinkStatus.DEGRADED;
        if (next != status) {
            status = next;
            sinceNs = nowNs;
        }
        remember(nowNs, bad, down ? 500_000 : loss, delayNs, jitter);
        return new LinkState(
                link,
                status,
                bad,
                bad.isEmpty() ? LinkSign.NONE : down ? LinkSign.GAP : LinkSign.LOSS,
                LinkView.RECEIVER,
                1_000,
                down ? 1_000_000 : loss,
                down ? 1_000_000 : loss,
                2 * delayNs,
                delayNs,
                riseNs,
                Math.max(0, jitter),
                0,
                0,
                riseNs,
                0,
                sinceNs,
                nowNs,
                trouble);
    }

    private static ClassSet broken(long delayNs, long riseNs, long loss) {
        List<TrafficClass> broken = new ArrayList<>();
        for (TrafficClass c : TrafficClass.ALL) {
            ClassTarget target = ClassTarget.standard(c);
            if (loss > target.maxLossPpm()
                    || riseNs > target.maxDelayRiseNs()
                    || delayNs > target.maxDelayNs()) {
                broken.add(c);
            }
        }
        return ClassSet.of(broken);
    }

    /** As the controller's database remembers it. */
    private void remember(long nowNs, ClassSet bad, long loss, long delayNs, long jitter) {
        Trouble was = trouble;
        if (bad.isEmpty()) {
            trouble = was == null || nowNs - was.lastNs() >= TRUST_NS ? null : was;
        } else if (was == null) {
            trouble = new Trouble(bad, nowNs, nowNs, loss, delayNs, jitter);
        } else {
            trouble =
                    new Trouble(
                            was.classes().plus(bad),
                            was.beganNs(),
                            nowNs,
                            Math.max(was.worstLossPpm(), loss),
                            Math.max(was.worstDelayNs(), delayNs),
                            Math.max(was.worstJitterNs(), jitter));
        }
    }
}
