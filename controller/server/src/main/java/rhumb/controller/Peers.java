package rhumb.controller;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import rhumb.net.PopId;
import rhumb.southbound.message.Hello;
import rhumb.southbound.message.Role;

/** Who is or was connected. Bound: two processes for each configured PoP. */
public final class Peers {
    private static final Comparator<Key> ORDER =
            Comparator.comparing(Key::pop).thenComparing(Key::role);

    private record Key(PopId pop, Role role) {}

    /**
     * One process of a PoP.
     *
     * @param sinceNs when it connected or was lost
     * @param sessions how many sessions it has had with this controller
     * @param lostReason why it was lost; empty while connected
     */
    public record Peer(
            PopId pop,
            Role role,
            boolean connected,
            long instance,
            int version,
            Set<String> capabilities,
            long sinceNs,
            int sessions,
            String lostReason) {
        public Peer {
            capabilities = Set.copyOf(capabilities);
        }
    }

    private final Map<Key, Peer> peers = new TreeMap<>(ORDER);

    /** Notes a greeting; returns what was known of the peer before, or null. */
    @Nullable Peer connected(long nowNs, Hello hello) {
        Key key = new Key(hello.pop(), hello.role());
        Peer before = peers.get(key);
        peers.put(
                key,
                new Peer(
                        hello.pop(),
                        hello.role(),
                        true,
                        hello.instance(),
                        hello.version(),
                        hello.capabilities(),
                        nowNs,
                        before == null ? 1 : before.sessions + 1,
                        ""));
        return before;
    }

    /** Notes a loss; false when the peer was not connected. */
    boolean lost(long nowNs, PopId pop, Role role, String reason) {
        Peer peer = peers.get(new Key(pop, role));
        if (peer == null || !peer.connected) {
            return false;
        }
        peers.put(
                new Key(pop, role),
                new Peer(
                        pop,
                        role,
                        false,
                        peer.instance,
                        peer.version,
                        peer.capabilities,
                        nowNs,
                        peer.sessions,
                        reason));
        return true;
    }

    boolean isConnected(PopId pop, Role role) {
        Peer peer = peers.get(new Key(pop, role));
        return peer != null && peer.connected;
    }

    /** By name of the PoP, then by role. */
    List<Peer> all() {
        return new ArrayList<>(peers.values());
    }
}
