package rhumb.controller.cluster.share;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.EntryAdapter;
import com.hazelcast.core.EntryEvent;
import com.hazelcast.core.EntryEventType;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.replicatedmap.ReplicatedMap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.controller.cluster.ClusterConfig;
import rhumb.controller.lsdb.LinkStateShare;
import rhumb.controller.lsdb.SharedEntry;

/**
 * Shared state in a replicated map of Hazelcast's community edition: every member holds all, writes
 * reach the others when they do, and after a split the newer entry wins ({@link NewerEntry}).
 *
 * <p>It starts and writes on a thread of its own; a controller works without it. What waits to be
 * written is bound by the number of keys: the newest of each.
 */
public final class HazelcastShare implements SharedState, AutoCloseable {
    static final String MAP = "link-state";
    private static final Logger log = LoggerFactory.getLogger(HazelcastShare.class);
    private static final long RETRY_MS = 1_000;

    private static final long SOON_MS = 150;

    /** Entries that may be written twice to no purpose. */
    private static final int FEW = 2_000;

    /** Until the store is started anew after it failed. */
    private static final long RESTART_MS = 2_000;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Value(byte[] bytes, long heardNs) {}

    private final ClusterConfig cluster;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("controller-share").unstarted(this::run);

    /** What this member holds, as it came: read without asking the map. */
    private final Map<String, Value> held = new ConcurrentHashMap<>();

    private final Map<String, byte[]> pending = new LinkedHashMap<>();

    /** Keys that this member wrote. */
    private final Set<String> own = new HashSet<>();

    /** Keys that nobody is to hold any more; under the lock of pending. */
    private final Set<String> gone = new HashSet<>();

    /** When to write again what was written while a member came; under the lock of pending. */
    private long againNs = Long.MAX_VALUE;

    /** Whether that is not the last time. */
    private boolean andAgain;

    private volatile int members;
    private volatile int failures;
    private volatile boolean closed;

    public HazelcastShare(ClusterConfig cluster) {
        this.cluster = cluster;
    }

    public void start() {
        thread.start();
    }

    /** Controllers that share, with this one; 0 = it has not begun. */
    public int members() {
        return members;
    }

    /** How often it failed to begin since it last worked. */
    int failures() {
        return failures;
    }

    /** Entries that this controller holds. */
    public int entries() {
        return held.size();
    }

    /** What they are, as one number; see {@link SharedEntry#digest}. */
    public long digest() {
        long digest = 0;
        for (Map.Entry<String, Value> one : held.entrySet()) {
            digest ^= SharedEntry.digest(one.getKey(), one.getValue().bytes);
        }
        return digest;
    }

    @Override
    public void publish(List<SharedEntry> entries) {
        synchronized (pending) {
            for (SharedEntry entry : entries) {
                pending.put(entry.key(), entry.bytes());
                own.add(entry.key());
                gone.remove(entry.key());
            }
            pending.notifyAll();
        }
    }

    @Override
    public void retain(Predicate<String> stays) {
        synchronized (pending) {
            held.keySet().stream().filter(stays.negate()).forEach(gone::add);
            held.keySet().removeIf(stays.negate());
            own.removeIf(stays.negate());
            pending.keySet().removeIf(stays.negate());
            pending.notifyAll();
        }
    }

    @Override
    public List<LinkStateShare.Arrived> arrived() {
        List<LinkStateShare.Arrived> all = new ArrayList<>();
        held.forEach((key, value) -> {
            SharedEntry entry = SharedEntry.of(key, value.bytes);
            if (entry != null) {
                all.add(new LinkStateShare.Arrived(entry, value.heardNs));
            }
        });
        return all;
    }

    @Override
    public void close() {
        closed = true;
        synchronized (pending) {
            pending.notifyAll();
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closed) {
                share();
                rest(RESTART_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The whole time, however much is published meanwhile; only the end cuts it short. */
    private void rest(long ms) throws InterruptedException {
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        synchronized (pending) {
            for (long left = ms; !closed && left > 0; ) {
                pending.wait(left);
                left = TimeUnit.NANOSECONDS.toMillis(endNs - System.nanoTime());
            }
        }
    }

    /** Once, for as long as it works. */
    private void share() throws InterruptedException {
        HazelcastInstance instance = null;
        try {
            instance = Hazelcast.newHazelcastInstance(ShareConfig.of(cluster));
            ReplicatedMap<String, byte[]> map = instance.getReplicatedMap(MAP);
            watch(instance, map);
            failures = 0;
            writeAgain(); // what was heard before it worked
            while (!closed) {
                write(map);
            }
        } catch (RuntimeException e) {
            // It fails in many ways, and none of them is a reason to stop a controller.
            int before = failures;
            failures = before + 1;
            if (!closed && before == 0) {
                log.warn(
                        "share-none reason=\"{}\": trying on; until then the next leader asks every"
                                + " agent anew",
                        e.getMessage());
            }
        } finally {
            members = 0;
            if (instance != null) {
                instance.getLifecycleService().terminate();
            }
        }
    }

    private void watch(HazelcastInstance instance, ReplicatedMap<String, byte[]> map) {
        map.addEntryListener(new Keeper());
        map.forEach(this::keep);
        instance.getCluster()
                .addMembershipListener(
                        new MembershipListener() {
                            @Override
                            public void memberAdded(MembershipEvent event) {
                                count(event);
                                writeAgain();
                            }

                            @Override
                            public void memberRemoved(MembershipEvent event) {
                                count(event);
                            }
                        });
        members = instance.getCluster().getMembers().size();
        log.info("share-joined members={} entries={}", members, held.size());
    }

    private void count(MembershipEvent event) {
        members = event.getMembers().size();
        log.info("share-members count={}", members);
    }

    /**
     * What is written while a member joins reaches it only when the map compares its copies, which
     * is every half minute. It has joined within a second, and mostly at once.
     */
    private void writeAgain() {
        synchronized (pending) {
            andAgain = own.size() <= FEW;
            long inMs = andAgain ? SOON_MS : RETRY_MS;
            againNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(inMs);
            pending.notifyAll();
        }
    }

    private boolean isDue() {
        return againNs != Long.MAX_VALUE && System.nanoTime() - againNs >= 0;
    }

    /** Waits for something to write, under the lock of pending. */
    private Map<String, byte[]> next() throws InterruptedException {
        while (pending.isEmpty() && gone.isEmpty() && !closed && !isDue()) {
            long leftNs = againNs - System.nanoTime();
            pending.wait(againNs == Long.MAX_VALUE ? 0 : Math.max(1, leftNs / 1_000_000));
        }
        Map<String, byte[]> batch = new LinkedHashMap<>();
        if (isDue()) {
            againNs =
                    andAgain
                            ? System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(RETRY_MS)
                            : Long.MAX_VALUE;
            andAgain = false;
            for (String key : own) {
                Value value = held.get(key);
                if (value != null) {
                    batch.put(key, value.bytes);
                }
            }
        }
        batch.putAll(pending);
        pending.clear();
        return batch;
    }

    private void write(ReplicatedMap<String, byte[]> map) throws InterruptedException {
        Map<String, byte[]> batch;
        Set<String> removed;
        synchronized (pending) {
            batch = next();
            removed = new HashSet<>(gone);
            batch.forEach(this::keep);
        }
        try {
            removed.forEach(map::remove);
            map.putAll(batch);
            synchronized (pending) {
                gone.removeAll(removed);
            }
        } catch (HazelcastInstanceNotActiveException e) {
            throw e;
        } catch (HazelcastException | IllegalStateException e) {
            // A member that owned a part is gone, or a split: as soon as it is known, it works.
            log.debug("share-not-written", e);
            synchronized (pending) {
                batch.keySet().removeAll(gone); // what is to leave since then
                batch.forEach(pending::putIfAbsent);
            }
            rest(RETRY_MS);
        }
    }

    private void keep(String key, byte[] bytes) {
        Value now = new Value(bytes, System.nanoTime());
        held.merge(
                key,
                now,
                (old, fresh) -> SharedEntry.isNewer(fresh.bytes, old.bytes) ? fresh : old);
    }

    /** What others wrote. */
    private final class Keeper extends EntryAdapter<String, byte[]> {
        @Override
        public void onEntryEvent(EntryEvent<String, byte[]> event) {
            byte @Nullable [] bytes = event.getValue();
            if (event.getEventType() == EntryEventType.REMOVED) {
                held.remove(event.getKey());
            } else if (bytes != null) {
                keep(event.getKey(), bytes);
            }
        }
    }
}
