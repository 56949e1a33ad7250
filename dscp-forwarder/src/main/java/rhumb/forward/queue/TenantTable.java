package rhumb.forward.queue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rhumb.forward.table.LongMap;
import rhumb.southbound.rule.TenantRule;

/**
 * The tenants at one uplink, each in a place of its own, which is a bit in masks. Place 0 is of all
 * packets without a tenant. A tenant keeps its place while rules name it; a place is given to
 * another one when rules name its own no more.
 */
final class TenantTable {
    /** Bound: twice as many as rules can name, so that there is always a place to be had. */
    static final int PLACES = 2 * TenantRule.MAX_TENANTS + 1;

    private final @Nullable String[] names = new String[PLACES];
    private final RateClock[] cap = new RateClock[PLACES];
    private final RateClock[] reserve = new RateClock[PLACES];
    private final QueueCounters[] counters = new QueueCounters[PLACES];
    private final LongMap<Integer> byService = new LongMap<>();
    private final Set<Integer> services = new HashSet<>();
    private long named;
    private long capped;
    private long reserving;

    TenantTable(long burstNs) {
        for (int i = 0; i < PLACES; i++) {
            cap[i] = new RateClock(burstNs);
            reserve[i] = new RateClock(burstNs);
            counters[i] = new QueueCounters();
        }
    }

    /**
     * @param waiting places with packets, which are given to others last
     */
    void configure(long nowNs, QueuePlan plan, long waiting) {
        Set<String> wanted = new HashSet<>();
        plan.tenants().forEach(t -> wanted.add(t.name()));
        for (int i = 1; i < PLACES; i++) {
            if (names[i] != null && !wanted.contains(names[i])) {
                set(nowNs, i, 0, 0);
                named &= ~(1L << i);
            }
        }
        services.forEach(byService::remove);
        services.clear();
        for (TenantRule tenant : plan.tenants()) {
            set(nowNs, take(tenant.name(), waiting), tenant.capBps(), tenant.reserveBps());
        }
        for (Map.Entry<Integer, String> service : plan.tenantOf().entrySet()) {
            byService.put(service.getKey(), find(service.getValue()));
            services.add(service.getKey());
        }
    }

    /** The place of the tenant whose service this is; 0 when it is nobody's. */
    int ofService(int service) {
        Integer place = byService.get(service);
        return place == null ? 0 : place;
    }

    /** Of these places those that may send: they have no cap, or are below it. */
    long open(long nowNs, long places) {
        long open = places;
        for (long rest = places & capped; rest != 0; rest &= rest - 1) {
            int place = Long.numberOfTrailingZeros(rest);
            if (!cap[place].isReady(nowNs)) {
                open &= ~(1L << place);
            }
        }
        return open;
    }

    /** Of these places those that have not yet had what is reserved for them. */
    long promised(long nowNs, long places) {
        long promised = 0;
        for (long rest = places & reserving; rest != 0; rest &= rest - 1) {
            int place = Long.numberOfTrailingZeros(rest);
            if (reserve[place].isReady(nowNs)) {
                promised |= 1L << place;
            }
        }
        return promised;
    }

    /** When the first of these places may send by its cap. */
    long openNs(long places) {
        long first = Long.MAX_VALUE;
        for (long rest = places; rest != 0; rest &= rest - 1) {
            first = Math.min(first, cap[Long.numberOfTrailingZeros(rest)].readyNs());
        }
        return first;
    }

    void charge(long nowNs, int place, int wireBytes) {
        cap[place].charge(nowNs, wireBytes);
        reserve[place].chargePromise(nowNs, wireBytes);
    }

    RateClock cap(int place) {
        return cap[place];
    }

    QueueCounters counters(int place) {
        return counters[place];
    }

    /** Those that rules name, in the order of their places. */
    List<String> names() {
        List<String> all = new ArrayList<>();
        for (int i = 1; i < PLACES; i++) {
            String name = names[i];
            if (name != null && (named & 1L << i) != 0) {
                all.add(name);
            }
        }
        return all;
    }

    /** The place of a tenant; 0 when no rule names it. */
    int find(String name) {
        for (int i = 1; i < PLACES; i++) {
            if (name.equals(names[i])) {
                return i;
            }
        }
        return 0;
    }

    private int take(String name, long waiting) {
        int place = find(name);
        if (place == 0) {
            long free = ~named & (1L << PLACES) - 1 & ~1L;
            place = Long.numberOfTrailingZeros((free & ~waiting) != 0 ? free & ~waiting : free);
            counters[place] = counters[place].reset();
            names[place] = name;
        }
        named |= 1L << place;
        return place;
    }

    private void set(long nowNs, int place, long capBps, long reserveBps) {
        cap[place].rate(nowNs, capBps);
        reserve[place].rate(nowNs, reserveBps);
        long bit = 1L << place;
        capped = capBps > 0 ? capped | bit : capped & ~bit;
        reserving = reserveBps > 0 ? reserving | bit : reserving & ~bit;
    }
}
