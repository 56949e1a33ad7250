package rhumb.southbound.message;

import java.util.Set;

/**
 * A controller's answer to {@link Hello}.
 *
 * @param controller number of the controller, part of its epochs
 * @param version contract version that both will speak: the lower of the two
 * @param heartbeatNs how often each side sends a {@link Heartbeat}
 * @param wantRules whether the forwarder shall send its {@link InstalledRules}
 * @param knownSeq number of the last {@link LinkReport} of this instance of an agent whose content
 *     the controller has, from the agent or from another controller: what was said up to it need
 *     not be said again; 0 = none
 */
public record Welcome(
        int controller,
        int version,
        Set<String> capabilities,
        long heartbeatNs,
        boolean wantRules,
        long knownSeq)
        implements Message {
    public Welcome {
        capabilities = Set.copyOf(capabilities);
    }

    /** Of a controller that knows nothing of the process. */
    public Welcome(
            int controller,
            int version,
            Set<String> capabilities,
            long heartbeatNs,
            boolean wantRules) {
        this(controller, version, capabilities, heartbeatNs, wantRules, 0);
    }

    @Override
    public Kind kind() {
        return Kind.WELCOME;
    }
}
