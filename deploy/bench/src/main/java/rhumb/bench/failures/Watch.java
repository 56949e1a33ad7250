package rhumb.bench.failures;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import rhumb.bench.process.Northbound;

/** Asks all controllers all the time who leads, on a thread of its own. */
final class Watch implements AutoCloseable {
    /** Within which a leader that hears no majority has ceased to lead, with some to spare. */
    private static final long CEASES_NS = 1_000_000_000L;

    private static final long LOOK_MS = 100;

    private final Northbound asked;
    private final Thread thread;
    private final List<String> faults = new ArrayList<>();
    private final Map<Long, Integer> leaders = new HashMap<>();
    private Set<Integer> minority = Set.of();
    private long sinceNs;

    Watch(Northbound asked) {
        this.asked = asked;
        this.thread = Thread.ofPlatform().daemon().name("watch").start(this::run);
    }

    /** From now on these must not lead. */
    synchronized void minority(Set<Integer> members) {
        minority = Set.copyOf(members);
        sinceNs = System.nanoTime();
    }

    /** What was wrong since the last time. */
    synchronized List<String> faults() {
        List<String> all = List.copyOf(faults);
        faults.clear();
        return all;
    }

    private void run() {
        try {
            while (true) {
                for (int member = 1; member <= Hub.SITES; member++) {
                    long askedNs = System.nanoTime();
                    see(member, asked.leads(member), askedNs);
                }
                Thread.sleep(LOOK_MS);
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private synchronized void see(int member, long term, long askedNs) {
        if (term == 0) {
            return;
        }
        int other = leaders.merge(term, member, (had, now) -> had);
        if (other != member) {
            fault("members " + other + " and " + member + " both lead in term " + term);
        }
        if (minority.contains(member) && askedNs - sinceNs > CEASES_NS) {
            fault("member " + member + " leads a minority");
        }
    }

    private void fault(String text) {
        if (!faults.contains(text)) {
            faults.add(text);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
