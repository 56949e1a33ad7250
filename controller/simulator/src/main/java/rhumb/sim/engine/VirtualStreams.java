package rhumb.sim.engine;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import rhumb.forward.crypto.JdkAead;
import rhumb.forward.crypto.KeyRing;
import rhumb.forward.fib.Fib;
import rhumb.forward.stream.ChainKeys;
import rhumb.forward.stream.StreamCore;
import rhumb.forward.stream.StreamRoutes;
import rhumb.net.Endpoint;
import rhumb.southbound.message.LinkHealth;

/** The connections of one PoP's forwarder, and the stream core that uses them. */
final class VirtualStreams implements StreamCore.Sink {
    /** Opens connections: to another PoP across the WAN, or to a media server next door. */
    interface Dialer {
        /** Null when nobody is there. */
        @Nullable Wire dial(Endpoint to, Wire.User user);
    }

    private final EventQueue queue;
    private final Dialer dialer;
    private final RandomGenerator random;
    private final Map<Integer, Wire> wires = new LinkedHashMap<>();
    private StreamRoutes routes = new StreamRoutes();
    private ChainKeys keys;
    private StreamCore core;
    private EventQueue.Timer timer;

    VirtualStreams(EventQueue queue, Dialer dialer, RandomGenerator random) {
        this.queue = queue;
        this.dialer = dialer;
        this.random = random;
        this.keys = new ChainKeys(KeyRing.first(random));
        this.core = new StreamCore(routes, keys, new JdkAead(), random, this);
        this.timer = queue.timer(this::nextDeadlineNs, this::onDeadline);
    }

    StreamCore core() {
        return core;
    }

    /** The process died, and a new one knows nothing of its connections. */
    void kill() {
        wires.values().forEach(Wire::abandon);
        wires.clear();
        timer.stop();
        routes = new StreamRoutes();
        keys = new ChainKeys(KeyRing.first(random));
        core = new StreamCore(routes, keys, new JdkAead(), random, this);
        timer = queue.timer(this::nextDeadlineNs, this::onDeadline);
    }

    void onFib(Fib fib) {
        routes.onFib(queue.nowNs(), fib);
        keys.onFib(fib);
        core.onPathsChanged(queue.nowNs());
        timer.arm();
    }

    /** The own keys of the forwarder, which it has before it has rules. */
    void onKeys(KeyRing ring) {
        keys.onRing(ring);
    }

    void onHealth(LinkHealth health) {
        if (routes.onHealth(queue.nowNs(), health)) {
            core.onPathsChanged(queue.nowNs());
        }
        timer.arm();
    }

    /** Someone connected to the relay port; null turns it away. */
    Wire.@Nullable User onChain(Endpoint from, Wire wire) {
        return adopt(core.onChain(queue.nowNs(), from), wire);
    }

    /** A viewer connected; null turns it away. */
    Wire.@Nullable User onViewer(int service, Wire wire) {
        return adopt(core.onViewer(queue.nowNs(), service), wire);
    }

    private Wire.@Nullable User adopt(int connection, Wire wire) {
        timer.arm();
        if (connection == 0) {
            return null;
        }
        wires.put(connection, wire);
        return user(connection);
    }

    private Wire.User user(int connection) {
        StreamCore owner = core;
        return new Wire.User() {
            @Override
            public void onConnected() {
                if (owner == core) {
                    core.onConnected(queue.nowNs(), connection);
                    timer.arm();
                }
            }

            @Override
            public void onBytes(ByteBuffer bytes) {
                if (owner == core) {
                    core.onBytes(queue.nowNs(), connection, bytes);
                    timer.arm();
                }
            }

            @Override
            public void onWritable() {
                if (owner == core) {
                    core.onWritable(queue.nowNs(), connection);
                    timer.arm();
                }
            }

            @Override
            public void onClosed(String reason) {
                if (owner == core) {
                    wires.remove(connection);
                    core.onClosed(queue.nowNs(), connection, reason);
                    timer.arm();
                }
            }
        };
    }

    @Override
    public void connect(int connection, Endpoint to) {
        Wire wire = dialer.dial(to, user(connection));
        if (wire == null) {
            StreamCore owner = core;
            queue.in(
                    0,
                    () -> {
                        if (owner == core) {
                            core.onClosed(queue.nowNs(), connection, "connection refused");
                            timer.arm();
                        }
                    });
        } else {
            wires.put(connection, wire);
        }
    }

    @Override
    public boolean write(int connection, ByteBuffer bytes) {
        Wire wire = wires.get(connection);
        return wire == null || wire.write(bytes);
    }

    @Override
    public void reading(int connection, boolean enabled) {
        Wire wire = wires.get(connection);
        if (wire != null) {
            wire.reading(enabled);
        }
    }

    @Override
    public void close(int connection) {
        Wire wire = wires.remove(connection);
        if (wire != null) {
            wire.close();
        }
    }

    private long nextDeadlineNs() {
        return Math.min(core.nextDeadlineNs(), routes.nextDeadlineNs());
    }

    private void onDeadline() {
        if (routes.onDeadline(queue.nowNs())) {
            core.onPathsChanged(queue.nowNs());
        }
        core.onDeadline(queue.nowNs());
    }
}
