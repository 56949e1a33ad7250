package rhumb.controller.northbound;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import rhumb.controller.consensus.ClusterView;

/** {@code /v1/cluster}: the controllers, as the one that is asked knows them. */
public final class ClusterResource {
    private ClusterResource() {}

    /**
     * The answer.
     *
     * @param view null of a controller that is alone
     */
    public static Answer answer(@Nullable ClusterView view) {
        ObjectNode answer = NorthboundApi.object();
        ArrayNode rows = answer.putArray("cluster");
        if (view == null) {
            return Answer.ok(answer);
        }
        answer.put("term", view.term())
                .put("committed", view.committed())
                .put("entries", view.entries());
        for (ClusterView.Member member : view.members()) {
            boolean self = member.number() == view.member();
            rows.addObject()
                    .put("number", member.number())
                    .put("address", member.address().toString())
                    .put("role", member.number() == view.leader() ? "leader" : "follower")
                    .put("heard", self ? "self" : heard(view, member));
        }
        return Answer.ok(answer);
    }

    /** Those that follow hear the leader alone. */
    private static String heard(ClusterView view, ClusterView.Member member) {
        boolean hears = view.leads() || member.number() == view.leader();
        return hears ? member.heard() ? "yes" : "no" : "-";
    }
}
