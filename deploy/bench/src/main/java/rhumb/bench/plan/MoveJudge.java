package rhumb.bench.plan;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rhumb.controller.plan.Decision;
import rhumb.controller.plan.MoveCause;
import rhumb.controller.plan.OverlayPath;
import rhumb.controller.plan.Plan;
import rhumb.net.TrafficClass;

/**
 * Says which moves were needless: nothing forced them, and they were undone within the hour without
 * being forced, or saved, in the mean of the ten minutes after them or until the next move, less
 * than half of what a move must save.
 */
final class MoveJudge {
    private static final long SECOND = 1_000_000_000L;
    private static final long UNDONE_NS = 3_600 * SECOND;
    private static final long WATCH_NS = 600 * SECOND;

    /** What one moment's links cost a class. */
    interface Prices {
        long us(OverlayPath path, TrafficClass c);
    }

    private static final class Move {
        final long atNs;
        final OverlayPath left;
        final OverlayPath taken;
        long savedUs;
        int seen;
        boolean over;
        boolean needless;

        Move(long atNs, OverlayPath left, OverlayPath taken) {
            this.atNs = atNs;
            this.left = left;
            this.taken = taken;
        }
    }

    private record Key(int from, int to, TrafficClass c) {}

    private record Watched(Key key, Move move) {}

    private final long leastUs;
    private final Map<Key, Move> last = new HashMap<>();
    private final Deque<Watched> watched = new ArrayDeque<>();
    private long moves;
    private long forced;
    private long needless;

    /**
     * @param gainUs what a move must save at the moment it is made
     */
    MoveJudge(long gainUs) {
        this.leastUs = gainUs / 2;
    }

    void onPlan(long nowNs, Plan plan) {
        for (Plan.Changed change : plan.changed()) {
            Decision before = change.before();
            if (!change.moved() || before == null) {
                continue;
            }
            Key key = new Key(change.from(), change.to(), change.trafficClass());
            moves++;
            Move earlier = last.remove(key);
            if (earlier != null) {
                earlier.over = true; // what comes now is the account of the next move
            }
            if (change.after().cause().reason() != MoveCause.Reason.BETTER) {
                forced++;
                continue;
            }
            Move move = new Move(nowNs, before.primary(), change.after().primary());
            last.put(key, move);
            if (earlier != null
                    && earlier.left.equals(move.taken)
                    && nowNs - earlier.atNs <= UNDONE_NS) {
                count(earlier);
            }
            watched.add(new Watched(key, move));
        }
    }

    /** Another moment has passed. */
    void onPrices(long nowNs, Prices prices) {
        for (Watched one : watched) {
            Move move = one.move;
            if (move.over) {
                continue;
            }
            move.savedUs += prices.us(move.left, one.key.c) - prices.us(move.taken, one.key.c);
            move.seen++;
        }
        while (!watched.isEmpty() && nowNs - watched.peekFirst().move.atNs >= WATCH_NS) {
            judge(watched.removeFirst().move);
        }
    }

    private void judge(@Nullable Move move) {
        if (move != null && move.seen > 0 && move.savedUs / move.seen < leastUs) {
            count(move);
        }
    }

    private void count(Move move) {
        needless += move.needless ? 0 : 1;
        move.needless = true;
    }

    long moves() {
        return moves;
    }

    long forced() {
        return forced;
    }

    long needless() {
        return needless;
    }
}
