package rhumb.southbound.message;

import java.util.Set;
import rhumb.net.Epoch;
import rhumb.net.PopId;

/**
 * First message of a PoP's process.
 *
 * @param instance random per start of the process; tells a restart from a reconnection
 * @param version contract version it speaks, {@link #VERSION} here
 * @param capabilities what it can do beyond the version; unknown ones are ignored
 * @param installed epoch of the rules it runs; {@link Epoch#NONE} for agents and for empty
 *     forwarders
 */
public record Hello(
        PopId pop, Role role, long instance, int version, Set<String> capabilities, Epoch installed)
        implements Message {
    public static final int VERSION = 1;

    public Hello {
        capabilities = Set.copyOf(capabilities);
    }

    @Override
    public Kind kind() {
        return Kind.HELLO;
    }
}
