package rhumb.controller.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Members in virtual time, on a network that loses, delays and splits, on disks that fill, in
 * processes that die and stop. What must hold at every moment is checked at every moment.
 */
final class RaftWorld {
    static final long MS = 1_000_000L;

    private record Due(long atNs, long order, Runnable what) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(atNs, other.atNs);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    final SplittableRandom random;
    final Map<Integer, Member> members = new TreeMap<>();
    final List<Entry> agreed = new ArrayList<>();
    long nowNs;
    int lossPercent;
    long delayNs = 75 * MS;

    /** Whether a stopped process may have left two that lead for a moment. */
    boolean calm = true;

    private final PriorityQueue<Due> queue = new PriorityQueue<>();
    private final Map<Integer, Integer> sides = new HashMap<>();
    private final Map<Long, Integer> leaderOfTerm = new HashMap<>();
    private final Map<Long, Long> lastArrivals = new HashMap<>();
    private long order;

    RaftWorld(int count, long seed) {
        this.random = new SplittableRandom(seed);
        for (int i = 1; i <= count; i++) {
            members.put(i, new Member(i));
        }
        members.values().forEach(Member::start);
    }

    void runFor(long ns) {
        long endNs = nowNs + ns;
        while (!queue.isEmpty() && queue.peek().atNs <= endNs) {
            Due due = queue.remove();
            nowNs = due.atNs;
            due.what.run();
        }
        nowNs = endNs;
    }

    /** Members of different sides do not hear each other. */
    void split(Map<Integer, Integer> newSides) {
        sides.clear();
        sides.putAll(newSides);
    }

    void heal() {
        sides.clear();
    }

    @Nullable Member leader() {
        Member leader = null;
        for (Member member : members.values()) {
            if (member.leads && member.up()) {
                leader =
                        leader == null || member.raft().term() > leader.raft().term()
                                ? member
                                : leader;
            }
        }
        return leader;
    }

    private void at(long atNs, Runnable what) {
        queue.add(new Due(atNs, order++, what));
    }

    private void carry(int from, int to, RaftMessage message) {
        boolean apart = !sides.getOrDefault(from, 0).equals(sides.getOrDefault(to, 0));
        if (apart || random.nextInt(100) < lossPercent) {
            return;
        }
        // As on a stream: in order.
        long way = from * 100L + to;
        long arrivalNs = nowNs + random.nextLong(delayNs / 10, delayNs);
        arrivalNs = Math.max(arrivalNs, lastArrivals.getOrDefault(way, 0L));
        lastArrivals.put(way, arrivalNs);
        Member receiver = Objects.requireNonNull(members.get(to));
        int life = receiver.life;
        at(arrivalNs, () -> receiver.hear(life, from, message));
    }

    /** One process with its disk. */
    final class Member implements RaftCore.Sink {
        final int number;
        final List<Entry> told = new ArrayList<>();
        boolean leads;
        boolean diskFull;
        int life;

        private final List<Entry> diskEntries = new ArrayList<>();
        private final List<Runnable> heardWhileStopped = new ArrayList<>();
        private long diskTerm;
        private int diskVote;
        private @Nullable RaftCore raft;
        private boolean stopped;

        Member(int number) {
            this.number = number;
        }

        RaftCore raft() {
            return Objects.requireNonNull(raft);
        }

        boolean up() {
            return raft != null && !stopped;
        }

        void start() {
            // It has forgotten for how long a leader may lead that it heard.
            calm &= members.values().stream().noneMatch(m -> m.up() && m.raft().leadsLong());
            life++;
            told.clear();
            leads = false;
            stopped = false;
            heardWhileStopped.clear();
            Set<Integer> all = new TreeSet<>(members.keySet());
            raft =
                    new RaftCore(
                            number,
                            all,
                            new RaftCore.Kept(diskTerm, diskVote, diskEntries),
                            RaftTiming.STANDARD,
                            random.split(),
                            this,
                            nowNs);
            turn(life);
        }

        /** Starts with a disk on which nothing is. */
        void startEmpty() {
            diskEntries.clear();
            diskTerm = 0;
            diskVote = 0;
            start();
        }

        void kill() {
            life++;
            raft = null;
            leads = false;
        }

        /** SIGSTOP. */
        void stop() {
            stopped = true;
            calm = false;
        }

        /** SIGCONT: what came meanwhile waits in its sockets. */
        void go() {
            stopped = false;
            List<Runnable> waiting = List.copyOf(heardWhileStopped);
            heardWhileStopped.clear();
            waiting.forEach(Runnable::run);
            turn(life);
        }

        long propose(byte[] payload) {
            long index = raft().propose(nowNs, payload);
            turn(life);
            return index;
        }

        void hear(int ofLife, int from, RaftMessage message) {
            if (ofLife != life || raft == null) {
                return;
            }
            if (stopped) {
                heardWhileStopped.add(() -> raft().onMessage(nowNs, from, message));
                return;
            }
            raft.onMessage(nowNs, from, message);
            turn(life);
        }

        private void turn(int ofLife) {
            if (ofLife != life || raft == null || stopped) {
                return;
            }
            if (nowNs >= raft.nextDeadlineNs()) {
                raft.onDeadline(nowNs);
            }
            at(Math.max(nowNs + 1, raft.nextDeadlineNs()), () -> turn(ofLife));
        }

        @Override
        public void send(int member, RaftMessage message) {
            carry(number, member, message);
        }

        @Override
        public boolean save(long term, int vote) {
            if (diskFull) {
                return false;
            }
            assertThat(term).isGreaterThanOrEqualTo(diskTerm);
            assertThat(term > diskTerm || diskVote == 0 || diskVote == vote).isTrue();
            diskTerm = term;
            diskVote = vote;
            return true;
        }

        @Override
        public boolean append(long after, List<Entry> entries) {
            if (diskFull) {
                return false;
            }
            assertThat(after).isBetween((long) told.size(), (long) diskEntries.size());
            diskEntries.subList((int) after, diskEntries.size()).clear();
            diskEntries.addAll(entries);
            return true;
        }

        @Override
        public void committed(long index, Entry entry) {
            assertThat(index).isEqualTo(told.size() + 1);
            told.add(entry);
            if (index > agreed.size()) {
                agreed.add(entry);
                long holders =
                        members.values().stream()
                                .filter(m -> m.diskEntries.size() >= index)
                                .filter(m -> m.diskEntries.get((int) index - 1).equals(entry))
                                .count();
                assertThat(holders).isGreaterThan(members.size() / 2);
            } else {
                assertThat(agreed.get((int) index - 1)).isEqualTo(entry);
            }
        }

        @Override
        public void leads(long term) {
            assertThat(leaderOfTerm.putIfAbsent(term, number)).isIn(null, number);
            assertThat(told.getLast()).isEqualTo(Entry.beginning(term));
            assertThat(told.size()).isEqualTo(agreed.size());
            leads = true;
            if (calm) {
                assertThat(members.values().stream().filter(m -> m.leads && m.raft != null).count())
                        .isEqualTo(1);
            }
        }

        @Override
        public void follows(int leader) {
            leads = false;
        }
    }
}
