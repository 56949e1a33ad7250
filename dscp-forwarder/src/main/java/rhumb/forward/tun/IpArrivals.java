package rhumb.forward.tun;

import org.jspecify.annotations.Nullable;
import rhumb.forward.session.DuplicateFilter;
import rhumb.forward.table.LongMap;

/**
 * Which packets of other PoPs left here already: one window for each source, class and part of the
 * flow hash that {@link IpFlows} counts by. Bounded by the PoPs that have prefixes, about 80 kB
 * each when it uses all classes.
 */
public final class IpArrivals {
    private final LongMap<@Nullable DuplicateFilter[]> bySource = new LongMap<>();

    /** Whether this is the first packet with its number, as {@link DuplicateFilter} judges. */
    public boolean isFirst(int sourcePop, int classCode, int flow, int flowSeq, int ingressUs) {
        @Nullable DuplicateFilter[] filters = bySource.get(sourcePop);
        if (filters == null) {
            filters = new DuplicateFilter[IpFlows.count()];
            bySource.put(sourcePop, filters);
        }
        int lane = IpFlows.lane(classCode, flow);
        DuplicateFilter filter = filters[lane];
        if (filter == null) {
            filter = new DuplicateFilter();
            filters[lane] = filter;
        }
        return filter.isFirst(flowSeq, ingressUs);
    }
}
