package rhumb.forward.stream;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import rhumb.forward.crypto.JdkAead;
import rhumb.forward.crypto.KeyRing;
import rhumb.forward.fib.Fib;
import rhumb.forward.fib.RuleInstaller;
import rhumb.net.Endpoint;
import rhumb.net.Epoch;
import rhumb.net.Label;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.southbound.message.RuleUpdate;
import rhumb.southbound.rule.KeyRule;
import rhumb.southbound.rule.LinkSecurity;
import rhumb.southbound.rule.NeighborRule;
import rhumb.southbound.rule.PathRule;
import rhumb.southbound.rule.PopRule;
import rhumb.southbound.rule.Rule;
import rhumb.southbound.rule.SecurityRule;
import rhumb.southbound.rule.ServiceRule;

/**
 * Stream cores of some PoPs wired by reliable byte pipes with delay, in virtual time; a dark link
 * holds bytes back.
 */
final class StreamNet {
    static final int POPS = 4;
    static final int PIPE_BYTES = 64 * 1024;
    static final long DELAY_NS = 20_000_000L;
    static final Endpoint ORIGIN = Endpoint.parse("10.9.9.9:80");

    long nowNs;
    private long order;
    private final PriorityQueue<Step> steps =
            new PriorityQueue<>(
                    Comparator.comparingLong(Step::atNs).thenComparingLong(Step::order));
    final Map<Integer, Node> nodes = new HashMap<>();
    final Set<String> dark = new HashSet<>();
    final List<OriginConnection> originConnections = new ArrayList<>();
    final Map<Integer, KeyRing> rings = new HashMap<>();
    private final Random keyChance = new Random(99);
    LinkSecurity security = LinkSecurity.ENCRYPT;
    private long epoch;
    private long lives;

    /** What somebody on the way makes of bytes; by link. */
    final Map<String, UnaryOperator<ByteBuffer>> tampering = new HashMap<>();

    private record Step(long atNs, long order, Runnable run) {}

    /** Where bytes end: a core's connection, the viewer or the media server. */
    interface Far {
        void bytes(ByteBuffer bytes);

        void closed();

        void connected();
    }

    /** One direction of a connection. */
    final class Pipe {
        final String link;
        final List<ByteBuffer> held = new ArrayList<>();
        int queued;
        boolean paused;
        boolean full;
        boolean closing;
        @Nullable Far far;
        @Nullable Runnable writable;

        Pipe(String link) {
            this.link = link;
        }

        boolean write(ByteBuffer bytes) {
            ByteBuffer copy = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
            queued += copy.remaining();
            held.add(copy);
            at(DELAY_NS, this::deliver);
            full = queued > PIPE_BYTES;
            return !full;
        }

        void close() {
            closing = true;
            at(DELAY_NS, this::deliver);
        }

        void deliver() {
            if (dark.contains(link)) {
                at(DELAY_NS, this::deliver);
                return;
            }
            while (!paused && !held.isEmpty() && far != null) {
                ByteBuffer next = held.removeFirst();
                queued -= next.remaining();
                next = tampering.getOrDefault(link, UnaryOperator.identity()).apply(next);
                far.bytes(next);
                if (full && queued < PIPE_BYTES / 2 && writable != null) {
                    full = false;
                    writable.run();
                }
            }
            if (held.isEmpty() && closing && far != null) {
                Far end = far;
                far = null;
                end.closed();
            }
        }
    }

    /** One PoP. */
    final class Node implements StreamPaths, StreamCore.Sink {
        final int pop;
        final StreamCore core;
        final ChainKeys keys;
        private final RuleInstaller installer;
        final Map<Integer, Pipe> out = new HashMap<>();
        final Map<Integer, Pipe> in = new HashMap<>();
        final Map<Label, Integer> neighbors = new HashMap<>();
        List<PathRule> routes = List.of();

        Node(int pop) {
            this.pop = pop;
            keys = new ChainKeys(ring(pop));
            installer = new RuleInstaller(new PopId("p" + pop));
            core = new StreamCore(this, keys, new JdkAead(), new Random(++lives), this);
            install();
        }

        /** Everybody is everybody's neighbour, and knows the newest keys. */
        void install() {
            List<Rule> rules = new ArrayList<>();
            rules.add(new SecurityRule(security));
            for (int other = 1; other <= POPS; other++) {
                PopId name = new PopId("p" + other);
                rules.add(new PopRule(other, name, other == pop));
                if (other != pop) {
                    LinkId link = LinkId.between(new PopId("p" + pop), name);
                    Endpoint at = address(other);
                    rules.add(new NeighborRule(label(pop, other), link, other, at, at));
                    rules.add(new KeyRule(other, ring(other).publicKeys()));
                }
            }
            Epoch next = new Epoch(++epoch, 1);
            var ack = installer.apply(new RuleUpdate.FullSync(next, rules, List.of()), 0);
            if (!ack.accepted()) {
                throw new IllegalStateException(ack.reason());
            }
            keys.onFib(installer.fib());
        }

        Fib fib() {
            return installer.fib();
        }

        Far farOf(int connection) {
            return new Far() {
                @Override
                public void bytes(ByteBuffer bytes) {
                    core.onBytes(nowNs, connection, bytes);
                }

                @Override
                public void closed() {
                    core.onClosed(nowNs, connection, "closed");
                }

                @Override
                public void connected() {
                    core.onConnected(nowNs, connection);
                }
            };
        }

        void join(int connection, Pipe incoming, Pipe outgoing) {
            in.put(connection, incoming);
            out.put(connection, outgoing);
            incoming.far = farOf(connection);
            outgoing.writable = () -> core.onWritable(nowNs, connection);
        }

        @Override
        public void connect(int connection, Endpoint to) {
            int target = to.equals(ORIGIN) ? 0 : to.ipv4() & 0xff;
            Pipe there = new Pipe(pop + ">" + target);
            Pipe back = new Pipe(target + ">" + pop);
            join(connection, back, there);
            at(
                    2 * DELAY_NS,
                    () -> {
                        if (target == 0) {
                            originConnections.add(new OriginConnection(there, back));
                        } else {
                            Node peer = nodes.get(target);
                            int number = peer == null ? 0 : peer.core.onChain(nowNs, address(pop));
                            if (peer == null || number == 0) {
                                core.onClosed(nowNs, connection, "refused");
                                return;
                            }
                            peer.join(number, there, back);
                        }
                        core.onConnected(nowNs, connection);
                        there.deliver();
                    });
        }

        @Override
        public boolean write(int connection, ByteBuffer bytes) {
            Pipe pipe = out.get(connection);
            return pipe == null || pipe.write(bytes);
        }

        @Override
        public void reading(int connection, boolean enabled) {
            Pipe pipe = in.get(connection);
            if (pipe != null) {
                pipe.paused = !enabled;
                at(0, pipe::deliver);
            }
        }

        @Override
        public void close(int connection) {
            Pipe pipe = out.remove(connection);
            Pipe back = in.remove(connection);
            if (pipe != null && back != null) {
                pipe.close();
                back.far = null;
            }
        }

        @Override
        public int self() {
            return pop;
        }

        @Override
        public @Nullable PathRule active(int other) {
            return routes.isEmpty() ? null : routes.getFirst();
        }

        @Override
        public List<PathRule> candidates(int other) {
            return routes;
        }

        @Override
        public @Nullable Endpoint hop(Label label) {
            Integer neighbor = neighbors.get(label);
            return neighbor == null ? null : address(neighbor);
        }

        @Override
        public @Nullable ServiceRule service(int number) {
            Endpoint listen = Endpoint.parse("10.0.0.1:8080");
            return number == 7
                    ? new ServiceRule(7, "tv", ServiceRule.Kind.FLV, 3, listen, ORIGIN, null)
                    : null;
        }

        @Override
        public boolean isNeighbor(Endpoint from) {
            return nodes.containsKey(from.ipv4() & 0xff);
        }
    }

    KeyRing ring(int pop) {
        return rings.computeIfAbsent(pop, _ -> KeyRing.first(keyChance));
    }

    /** The PoP has a new key; neighbours hear of it by {@link #installAll}. */
    void rotate(int pop) {
        KeyRing next = ring(pop).next(keyChance);
        rings.put(pop, next);
        node(pop).keys.onRing(next);
    }

    void installAll() {
        nodes.values().forEach(Node::install);
    }

    /** A neighbour's end of a chain, as itself or as whoever it says. */
    final class Neighbor {
        final Node to;
        final int connection;
        final ChainSession session;
        final java.io.ByteArrayOutputStream sent = new java.io.ByteArrayOutputStream();
        final java.io.ByteArrayOutputStream heard = new java.io.ByteArrayOutputStream();

        Neighbor(int pop, int target) {
            this(node(pop).keys, address(pop), target);
        }

        Neighbor(ChainKeys keys, Endpoint from, int target) {
            to = node(target);
            connection = to.core.onChain(nowNs, from);
            Pipe back = new Pipe("back");
            to.join(connection, new Pipe("there"), back);
            back.far =
                    new Far() {
                        @Override
                        public void bytes(ByteBuffer bytes) {
                            byte[] taken = new byte[bytes.remaining()];
                            bytes.get(bytes.position(), taken);
                            heard.writeBytes(taken);
                            session.onBytes(bytes);
                        }

                        @Override
                        public void closed() {
                            session.close();
                        }

                        @Override
                        public void connected() {}
                    };
            ChainSession.Output output =
                    new ChainSession.Output() {
                        @Override
                        public boolean wire(ByteBuffer bytes) {
                            byte[] taken = new byte[bytes.remaining()];
                            bytes.get(taken);
                            sent.writeBytes(taken);
                            return true;
                        }

                        @Override
                        public void opened() {}

                        @Override
                        public void plain(ByteBuffer bytes) {}
                    };
            ByteBuffer scratch = ByteBuffer.allocate(6 * ChainRecord.MAX_BYTES);
            session =
                    new ChainSession(
                            keys,
                            new JdkAead(),
                            new Random(connection),
                            scratch,
                            output,
                            target,
                            from);
        }

        /** Hello, answer, and these bytes sealed; why it cannot say hello, or "". */
        String say(ByteBuffer plain) {
            StreamReject fault = session.begin();
            if (fault != null) {
                return fault.name();
            }
            flush();
            run(2 * DELAY_NS);
            if (session.isOpen()) {
                session.write(plain);
                flush();
            }
            return "";
        }

        /** Sends what the session made, without waiting for it. */
        void flush() {
            ByteBuffer bytes = ByteBuffer.wrap(sent.toByteArray());
            sent.reset();
            if (bytes.hasRemaining()) {
                to.core.onBytes(nowNs, connection, bytes);
            }
        }
    }

    /** The media server's end of one connection. */
    static final class OriginConnection {
        final StringBuilder request = new StringBuilder();
        final Pipe back;
        boolean closed;

        OriginConnection(Pipe there, Pipe back) {
            this.back = back;
            there.far =
                    new Far() {
                        @Override
                        public void bytes(ByteBuffer bytes) {
                            while (bytes.hasRemaining()) {
                                request.append((char) bytes.get());
                            }
                        }

                        @Override
                        public void closed() {
                            closed = true;
                        }

                        @Override
                        public void connected() {}
                    };
        }
    }

    /** A viewer's end of its connection. */
    final class Viewer {
        final java.io.ByteArrayOutputStream got = new java.io.ByteArrayOutputStream();
        final Pipe toCore = new Pipe("v");
        final Pipe toViewer = new Pipe("v");
        boolean closed;

        Viewer(Node node, int service) {
            int connection = node.core.onViewer(nowNs, service);
            node.join(connection, toCore, toViewer);
            toViewer.far =
                    new Far() {
                        @Override
                        public void bytes(ByteBuffer bytes) {
                            byte[] taken = new byte[bytes.remaining()];
                            bytes.get(taken);
                            got.writeBytes(taken);
                        }

                        @Override
                        public void closed() {
                            closed = true;
                        }

                        @Override
                        public void connected() {}
                    };
        }

        void say(String text) {
            toCore.write(
                    ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        }
    }

    /** Of the link between both, such as the rules have it. */
    static Label label(int from, int to) {
        return new Label(from << Label.POP_BITS | to);
    }

    static Endpoint address(int pop) {
        return Endpoint.ofIpv4(0x0a000000 | pop, 4791);
    }

    Node node(int pop) {
        return nodes.computeIfAbsent(pop, Node::new);
    }

    void at(long inNs, Runnable run) {
        steps.add(new Step(nowNs + inNs, order++, run));
    }

    /** Lets virtual time pass. */
    void run(long forNs) {
        long untilNs = nowNs + forNs;
        while (true) {
            long nextNs =
                    nodes.values().stream()
                            .mapToLong(n -> n.core.nextDeadlineNs())
                            .min()
                            .orElse(Long.MAX_VALUE);
            Step step = steps.peek();
            long dueNs = Math.min(nextNs, step == null ? Long.MAX_VALUE : step.atNs);
            if (dueNs > untilNs) {
                nowNs = untilNs;
                return;
            }
            nowNs = Math.max(nowNs, dueNs);
            if (step != null && step.atNs <= nowNs) {
                steps.remove().run.run();
            }
            nodes.values().forEach(n -> n.core.onDeadline(nowNs));
        }
    }
}
