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
import org.jspecify.annotations.Nullable;
import rhumb.net.Endpoint;
import rhumb.net.Label;
import rhumb.southbound.rule.PathRule;
import rhumb.southbound.rule.ServiceRule;

/**
 * Stream cores of some PoPs wired by reliable byte pipes with delay, in virtual time; a dark link
 * holds bytes back.
 */
final class StreamNet {
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
        final Map<Integer, Pipe> out = new HashMap<>();
        final Map<Integer, Pipe> in = new HashMap<>();
        final Map<Label, Integer> neighbors = new HashMap<>();
        List<PathRule> routes = List.of();

        Node(int pop) {
            this.pop = pop;
            this.core = new StreamCore(this, new Random(pop), this);
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
