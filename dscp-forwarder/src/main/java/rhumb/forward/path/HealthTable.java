package rhumb.forward.path;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import rhumb.net.ClassSet;
import rhumb.net.LinkId;
import rhumb.net.TrafficClass;
import rhumb.southbound.link.LinkSign;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.message.LinkHealth;

/**
 * What the agent beside this forwarder last said of each link. Bound: {@value #MAX_LINKS} links;
 * further ones are ignored.
 */
final class HealthTable {
    static final int MAX_LINKS = 8_192;

    private record State(LinkStatus status, ClassSet degraded, LinkSign sign) {}

    private final Map<LinkId, State> states = new HashMap<>();

    /** Links whose agent was lost: nothing good is believed of them until it is back. */
    private final Set<LinkId> suspects = new HashSet<>();

    void on(LinkHealth.Entry entry) {
        if (states.size() < MAX_LINKS || states.containsKey(entry.link())) {
            states.put(entry.link(), new State(entry.status(), entry.degraded(), entry.sign()));
            suspects.remove(entry.link());
        }
    }

    /** Everything becomes unknown; what was bad is remembered as suspect. */
    void onAgentLost() {
        states.forEach((link, state) -> {
            if (state.status == LinkStatus.DOWN || !state.degraded.isEmpty()) {
                suspects.add(link);
            }
        });
        states.clear();
    }

    Judgement of(LinkId link, TrafficClass c) {
        State state = states.get(link);
        if (state == null) {
            return Judgement.UNKNOWN;
        }
        return switch (state.status) {
            case UNKNOWN -> Judgement.UNKNOWN;
            case UP -> Judgement.GOOD;
            case DEGRADED -> state.degraded.contains(c) ? Judgement.BAD : Judgement.GOOD;
            case DOWN -> Judgement.BAD;
        };
    }

    /** Whether the link is bad for any class. */
    boolean isBad(LinkId link) {
        State state = states.get(link);
        return state != null
                && (state.status == LinkStatus.DOWN
                        || state.status == LinkStatus.DEGRADED && !state.degraded.isEmpty());
    }

    boolean isDown(LinkId link) {
        State state = states.get(link);
        return state != null && state.status == LinkStatus.DOWN;
    }

    /**
     * Whether the link is called bad only because nothing at all comes back over it, or came until
     * lately: then the other direction alone may be at fault.
     */
    boolean isOnlySilent(LinkId link) {
        State state = states.get(link);
        return state != null && state.status != LinkStatus.UP && state.sign == LinkSign.SILENCE;
    }

    boolean isSuspect(LinkId link) {
        return suspects.contains(link);
    }
}
