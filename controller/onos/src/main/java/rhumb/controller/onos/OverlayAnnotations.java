package rhumb.controller.onos;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.onosproject.net.AnnotationKeys;
import org.onosproject.net.DefaultAnnotations;
import rhumb.controller.intent.PopIntent;
import rhumb.controller.intent.Topology;
import rhumb.controller.intent.UplinkIntent;
import rhumb.controller.lsdb.LinkState;
import rhumb.controller.plan.Decision;
import rhumb.net.TrafficClass;
import rhumb.southbound.link.LinkStatus;

/**
 * What is known of PoPs, uplinks, links and paths, as annotations. Keys end in their unit. A figure
 * that is not known has no key: unknown is not zero.
 */
final class OverlayAnnotations {
    static final String NUMBER = "number";
    static final String LABEL = "label";
    static final String CLASS = "class";
    static final String ROLE = "role";

    private final DefaultAnnotations.Builder builder = DefaultAnnotations.builder();

    private OverlayAnnotations() {}

    static DefaultAnnotations of(PopIntent pop) {
        OverlayAnnotations all = new OverlayAnnotations();
        all.put(AnnotationKeys.NAME, pop.name());
        all.put(NUMBER, pop.number());
        all.put("city", pop.city());
        if (pop.latitude() != null && pop.longitude() != null) {
            all.put(AnnotationKeys.LOC_TYPE, "geo");
            all.put(AnnotationKeys.LATITUDE, pop.latitude());
            all.put(AnnotationKeys.LONGITUDE, pop.longitude());
        }
        return all.builder.build();
    }

    static DefaultAnnotations of(UplinkIntent uplink) {
        OverlayAnnotations all = new OverlayAnnotations();
        all.put(AnnotationKeys.PORT_NAME, uplink.name());
        all.put("provider", uplink.provider().isEmpty() ? null : uplink.provider());
        all.put("priceCentsPerGb", uplink.price());
        all.put("rateBps", uplink.rateBps() == 0 ? null : uplink.rateBps());
        all.put("srlgs", uplink.srlgs().isEmpty() ? null : String.join(",", uplink.srlgs()));
        all.put("data", uplink.data());
        return all.builder.build();
    }

    /**
     * A link.
     *
     * @param state null when nothing was ever heard of it
     */
    static DefaultAnnotations of(Topology.Link link, @Nullable LinkState state) {
        OverlayAnnotations all = new OverlayAnnotations();
        all.put(AnnotationKeys.NAME, link.id());
        all.put(LABEL, link.label());
        all.put("priceCentsPerGb", link.price());
        all.put("status", word(state == null ? LinkStatus.UNKNOWN : state.status()));
        if (state != null) {
            all.put("degraded", state.degraded());
            all.put("sign", word(state.sign()));
            all.put("decidedBy", word(state.decidedBy()));
            all.put("samples", state.samples());
            all.known("delayNs", state.delayNs());
            all.known("delayRiseNs", state.delayRiseNs());
            all.known("jitterNs", state.jitterNs());
            all.known("rttNs", state.rttNs());
            all.known("lossPpm", state.lossPpm());
            all.known("lossPpmShort", state.lossPpmShort());
            all.known("reorderPpm", state.reorderPpm());
            all.known("goodputBps", state.goodputBps());
        }
        return all.builder.build();
    }

    /** A path that the planner chose. */
    static DefaultAnnotations of(TrafficClass c, String role, Decision decision) {
        OverlayAnnotations all = new OverlayAnnotations();
        all.put(CLASS, c);
        all.put(ROLE, role);
        all.put("cause", word(decision.cause().reason()));
        return all.builder.build();
    }

    /** A path found with an application's own weigher. */
    static DefaultAnnotations weighed(String role) {
        OverlayAnnotations all = new OverlayAnnotations();
        all.put(ROLE, role);
        return all.builder.build();
    }

    private void put(String key, @Nullable Object value) {
        if (value != null) {
            builder.set(key, value.toString());
        }
    }

    private void known(String key, long value) {
        if (value >= 0) {
            builder.set(key, Long.toString(value));
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
