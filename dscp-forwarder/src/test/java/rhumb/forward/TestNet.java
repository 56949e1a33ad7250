package rhumb.forward;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import rhumb.forward.crypto.Aead;
import rhumb.forward.crypto.JdkAead;
import rhumb.forward.crypto.KeyRing;
import rhumb.forward.fib.FibPath;
import rhumb.forward.fib.FibRoute;
import rhumb.forward.link.LaneCipher;
import rhumb.forward.link.LinkSecrets;
import rhumb.forward.link.SendingLanes;
import rhumb.forward.path.BypassSelector;
import rhumb.forward.path.PathSelector;
import rhumb.forward.wire.OverlayHeader;
import rhumb.net.ClassSet;
import rhumb.net.Endpoint;
import rhumb.net.Epoch;
import rhumb.net.Label;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.southbound.message.LinkPassive;
import rhumb.southbound.message.Message;
import rhumb.southbound.message.PublicKeys;
import rhumb.southbound.message.RuleUpdate;
import rhumb.southbound.rule.KeyRule;
import rhumb.southbound.rule.LinkSecurity;
import rhumb.southbound.rule.NeighborRule;
import rhumb.southbound.rule.PathRule;
import rhumb.southbound.rule.PopRule;
import rhumb.southbound.rule.PublicKey;
import rhumb.southbound.rule.RouteRule;
import rhumb.southbound.rule.Rule;
import rhumb.southbound.rule.SecurityRule;
import rhumb.southbound.rule.ServiceRule;
import rhumb.southbound.rule.UplinkRule;

/**
 * Forwarder cores in virtual time, fully meshed by links with delay and loss. PoP n is called
 * {@code p<n>}, its label of the link to PoP m is 1,024 + m. Service 500 enters at PoP 1 and leaves
 * at the last one.
 */
final class TestNet {
    static final long MS = 1_000_000L;
    static final long S = 1_000 * MS;
    static final int SERVICE = 500;

    /** Of the first uplink to the second one. */
    static final int LABEL = 1 << Label.POP_BITS;

    static final Endpoint LISTEN = Endpoint.parse("10.0.0.1:5000");
    static final Endpoint SERVER = Endpoint.parse("192.0.2.9:7000");
    static final int AUDIO = 0xb8;
    static final int BULK = 10 << 2;
    static final int LIFE = 1;
    private static final long UNIX_0 = 1_700_000_000L * S;

    /** One directed link and what it does to datagrams. */
    static final class Wire {
        long delayNs = 10 * MS;
        double loss;

        /** Mean packets lost in a row; 1 = each packet for itself. */
        double burst = 1;

        private boolean bad;
        boolean blackhole;

        /** How much longer a datagram takes for each lane that its own is behind the first. */
        long laneDelayNs;

        /** Nothing of this lane crosses. */
        int lostLane = -1;

        /** Longest datagram in bytes that crosses. */
        int mtu = Integer.MAX_VALUE;

        boolean bleach;
        java.util.function.IntUnaryOperator remark = octet -> octet;
        int copies = 1;
        long carried;
        final List<Integer> octets = new ArrayList<>();
        final List<byte[]> captured = new ArrayList<>();
        boolean capture;
    }

    /** A packet that came out, with the number at the start of its payload. */
    record Delivery(long atNs, int where, int octet, int number, int length) {}

    /** Packets began to go round a link, or ended to. */
    record Bypass(
            long atNs, LinkId link, ClassSet classes, boolean begins, BypassSelector.Cause cause) {}

    /** A forwarder with everything it gave out. */
    final class Node implements ForwarderCore.Sink {
        final int number;
        final ForwarderCore core;
        KeyRing keysOnDisk;
        private final Map<Integer, LaneCipher> ciphers = new TreeMap<>();
        final int uplink;
        final List<Delivery> toClients = new ArrayList<>();
        final List<Delivery> toTargets = new ArrayList<>();
        final List<ByteBuffer> toTun = new ArrayList<>();
        final List<Integer> closed = new ArrayList<>();
        final List<LinkPassive.Entry> passive = new ArrayList<>();
        final List<Message> messages = new ArrayList<>();
        List<ServiceRule> services = List.of();
        final List<Bypass> bypasses = new ArrayList<>();

        /** Whether what it sends is thrown away, unseen. */
        boolean discards;

        /** Until then its process stands still: datagrams wait, timers are late. */
        long pausedUntilNs;

        Node(int number, ForwarderOptions options, Credentials credentials) {
            this.number = number;
            keysOnDisk = credentials.keys();
            core =
                    new ForwarderCore(
                            new PopId("p" + number),
                            options,
                            credentials,
                            new Random(number),
                            this,
                            nowNs,
                            UNIX_0 + nowNs);
            uplink = core.uplink("main");
        }

        @Override
        public void overlay(
                int uplink, Endpoint to, int octet, ByteBuffer b, int offset, int length) {
            if (discards) {
                return;
            }
            byte[] copy = new byte[length];
            b.get(offset, copy);
            carry(number, to.ipv4() & 0xff, octet, copy);
        }

        @Override
        public void unsealed(
                int uplink,
                Endpoint to,
                int octet,
                ByteBuffer b,
                int offset,
                int length,
                LinkSecrets.Sealing with) {
            ByteBuffer copy = ByteBuffer.allocate(length).put(0, b, offset, length);
            lane(OverlayHeader.lane(copy, 0)).seal(with, copy, 0, length);
            overlay(uplink, to, octet, copy, 0, length);
        }

        /** What a lane of this forwarder does. */
        LaneCipher lane(int lane) {
            return ciphers.computeIfAbsent(lane, n -> new LaneCipher(n, aead.get()));
        }

        @Override
        public void client(
                int service, Endpoint client, int octet, ByteBuffer b, int offset, int length) {
            int value = length < 4 ? -1 : b.getInt(offset);
            toClients.add(new Delivery(nowNs, client.port(), octet, value, length));
        }

        @Override
        public void target(
                int session, Endpoint target, int octet, ByteBuffer b, int offset, int length) {
            int value = length < 4 ? -1 : b.getInt(offset);
            toTargets.add(new Delivery(nowNs, session, octet, value, length));
        }

        @Override
        public void tun(ByteBuffer b, int offset, int length) {
            if (discards) {
                return;
            }
            byte[] copy = new byte[length];
            b.get(offset, copy);
            toTun.add(ByteBuffer.wrap(copy));
        }

        @Override
        public void closeSession(int session) {
            closed.add(session);
        }

        @Override
        public void passive(LinkPassive entries) {
            passive.addAll(entries.links());
        }

        @Override
        public void controller(Message message) {
            messages.add(message);
            if (message instanceof PublicKeys keys) {
                told.put(number, keys.keys());
                at(nowNs + 5 * MS, TestNet.this::installConnected);
            }
        }

        @Override
        public void keys(KeyRing ring) {
            keysOnDisk = ring;
            at(nowNs + MS, () -> core.onKeysStored(nowNs));
        }

        @Override
        public void listeners(List<ServiceRule> all) {
            services = all;
        }

        @Override
        public void switched(FibRoute route, FibPath from, FibPath to, PathSelector.Cause cause) {}

        @Override
        public void bypass(
                LinkId link, ClassSet classes, boolean begins, BypassSelector.Cause cause) {
            bypasses.add(new Bypass(nowNs, link, classes, begins, cause));
        }

        void client(int port, int octet, int value) {
            client(port, octet, payload(value, 100));
        }

        void client(int port, int octet, byte[] payload) {
            Endpoint from = Endpoint.ofIpv4(0xc6336401, port);
            core.onClient(nowNs, SERVICE, from, octet, ByteBuffer.wrap(payload), 0, payload.length);
        }

        void answer(int session, int octet, int value) {
            byte[] payload = payload(value, 100);
            core.onTarget(nowNs, session, octet, ByteBuffer.wrap(payload), 0, payload.length);
        }

        List<Integer> targetNumbers() {
            return toTargets.stream().map(Delivery::number).toList();
        }

        List<Integer> clientNumbers() {
            return toClients.stream().map(Delivery::number).toList();
        }

        <M> List<M> sent(Class<M> kind) {
            return messages.stream().filter(kind::isInstance).map(kind::cast).toList();
        }
    }

    private record Event(long atNs, long order, Runnable action) {}

    final int size;
    final Map<LinkId, Wire> wires = new LinkedHashMap<>();
    final Node[] nodes;
    final Random random = new Random(42);
    long nowNs = 5 * S;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(
                    Comparator.comparingLong(Event::atNs).thenComparingLong(Event::order));
    private long order;
    private long epoch;

    /** What forwarders told of their keys, and who does not hear of it. */
    final Map<Integer, List<PublicKey>> told = new TreeMap<>();

    final Set<Integer> cut = new HashSet<>();
    Supplier<Aead> aead = JdkAead::new;
    private final ForwarderOptions options;
    private int restarts;
    private int lanes = 1;
    private int firstOfData;

    /** What the rules say; most tests look into packets. */
    LinkSecurity security = LinkSecurity.NONE;

    TestNet(int size) {
        this(size, ForwarderOptions.STANDARD);
    }

    TestNet(int size, ForwarderOptions options) {
        this.size = size;
        this.options = options;
        nodes = new Node[size + 1];
        for (int from = 1; from <= size; from++) {
            for (int to = 1; to <= size; to++) {
                if (from != to) {
                    wires.put(link(from, to), new Wire());
                }
            }
        }
        for (int n = 1; n <= size; n++) {
            nodes[n] = new Node(n, options, credentials(n, LIFE));
        }
    }

    /** The keys of a PoP that has none yet: the same for each PoP whenever they are asked for. */
    static Credentials credentials(int n, int life) {
        KeyRing keys = KeyRing.first(new Random(1_000 + n));
        return new Credentials(new SendingLanes(1, life), keys, new JdkAead());
    }

    /** Nodes anew, sealing with {@link #aead}. */
    void rebuild() {
        for (int n = 1; n <= size; n++) {
            Credentials c = credentials(n, LIFE);
            nodes[n] =
                    new Node(
                            n,
                            options,
                            new Credentials(
                                    c.lanes().of(lanes, firstOfData), c.keys(), aead.get()));
        }
    }

    /** All nodes anew, each sending by so many lanes. */
    TestNet lanes(int count) {
        return lanes(count, 0);
    }

    /** Those before this one are for what is no data. */
    TestNet lanes(int count, int first) {
        lanes = count;
        firstOfData = first;
        rebuild();
        return this;
    }

    static PopId pop(int n) {
        return new PopId("p" + n);
    }

    static LinkId link(int from, int to) {
        return LinkId.between(pop(from), pop(to));
    }

    static Endpoint address(int n) {
        return Endpoint.ofIpv4(0x0a000000 | n, 4_789);
    }

    static byte[] payload(int value, int length) {
        return ByteBuffer.allocate(length).putInt(value).array();
    }

    /** All routes of a forwarder to that PoP take these paths; for {@link #install}. */
    static UnaryOperator<List<Rule>> routed(int to, PathRule... paths) {
        return rules -> {
            rules.replaceAll(rule ->
                    rule instanceof RouteRule r && r.pop() == to
                            ? new RouteRule(to, r.trafficClass(), r.direction(), List.of(paths))
                            : rule);
            return rules;
        };
    }

    static PathRule path(int... pops) {
        List<Label> labels = new ArrayList<>();
        for (int pop : pops) {
            labels.add(new Label(LABEL + pop));
        }
        return new PathRule(labels, -1);
    }

    Wire wire(int from, int to) {
        return java.util.Objects.requireNonNull(wires.get(link(from, to)));
    }

    Node node(int n) {
        return nodes[n];
    }

    /** Direct first, then over each other PoP. */
    List<PathRule> paths(int from, int to) {
        List<PathRule> paths = new ArrayList<>();
        paths.add(path(to));
        for (int via = 1; via <= size && paths.size() < RouteRule.MAX_PATHS; via++) {
            if (via != from && via != to) {
                paths.add(path(via, to));
            }
        }
        return paths;
    }

    List<Rule> rules(int n, long rateBps) {
        List<Rule> rules = new ArrayList<>();
        rules.add(new UplinkRule("main", rateBps));
        rules.add(new SecurityRule(security));
        for (int other = 1; other <= size; other++) {
            rules.add(new PopRule(other, pop(other), other == n));
            if (other == n) {
                continue;
            }
            if (told.containsKey(other) && security != LinkSecurity.NONE) {
                rules.add(new KeyRule(other, told.get(other)));
            }
            Endpoint at = address(other);
            rules.add(
                    new NeighborRule(
                            new Label(LABEL + other),
                            link(n, other),
                            other,
                            at,
                            at.withPort(4_790)));
            for (TrafficClass c : TrafficClass.ALL) {
                rules.add(new RouteRule(other, c, RouteRule.Direction.TO, paths(n, other)));
            }
        }
        if (n == 1 || n == size) {
            rules.add(
                    new ServiceRule(
                            SERVICE,
                            "calls",
                            ServiceRule.Kind.RTM,
                            size,
                            n == 1 ? LISTEN : null,
                            n == size ? SERVER : null,
                            null));
        }
        return rules;
    }

    /** Its process dies and comes back with what was on disk. */
    void restart(int n) {
        Node before = nodes[n];
        int life = LIFE + ++restarts;
        Credentials stored =
                new Credentials(
                        new SendingLanes(lanes, firstOfData, life), before.keysOnDisk, aead.get());
        nodes[n] = new Node(n, options, stored);
        nodes[n].core.restore(nowNs, before.core.installed());
        nodes[n].toTargets.addAll(before.toTargets);
        nodes[n].toClients.addAll(before.toClients);
    }

    /** All keys as they were told, to all who still hear the controller. */
    void installConnected() {
        for (int n = 1; n <= size; n++) {
            if (!cut.contains(n)) {
                install(n, UnaryOperator.identity());
            }
        }
    }

    TestNet secured(LinkSecurity mode) {
        security = mode;
        for (int n = 1; n <= size; n++) {
            nodes[n].core.onControllerEstablished(nowNs, false);
        }
        installAll();
        run(500 * MS);
        return this;
    }

    TestNet installAll() {
        epoch++;
        for (int n = 1; n <= size; n++) {
            install(n, UnaryOperator.identity());
        }
        return this;
    }

    void install(int n, UnaryOperator<List<Rule>> change) {
        Epoch next = new Epoch(epoch + nodes[n].core.highestEpoch().counter() + 1, 1);
        List<Rule> rules = change.apply(new ArrayList<>(rules(n, 0)));
        nodes[n].core.onRules(nowNs, new RuleUpdate.FullSync(next, rules, List.of()));
    }

    void at(long atNs, Runnable action) {
        events.add(new Event(atNs, order++, action));
    }

    /** Calls the action count times from now on. */
    void every(long intervalNs, int count, java.util.function.IntConsumer action) {
        for (int i = 0; i < count; i++) {
            int number = i;
            at(nowNs + i * intervalNs, () -> action.accept(number));
        }
    }

    void run(long forNs) {
        long untilNs = nowNs + forNs;
        while (true) {
            long next = events.isEmpty() ? Long.MAX_VALUE : events.peek().atNs;
            Node due = null;
            for (int n = 1; n <= size; n++) {
                long deadline = nodes[n].core.nextDeadlineNs();
                deadline = Math.max(nowNs, Math.max(deadline, nodes[n].pausedUntilNs));
                if (deadline < next) {
                    next = deadline;
                    due = nodes[n];
                }
            }
            if (next > untilNs) {
                nowNs = untilNs;
                return;
            }
            nowNs = Math.max(nowNs, next);
            if (due != null) {
                due.core.onDeadline(nowNs);
            } else {
                events.remove().action.run();
            }
        }
    }

    void inject(int to, Endpoint from, byte[] datagram) {
        receive(nodes[to], from, 0, datagram);
    }

    /** By the lane that its sender's port says; all but the first open what they can. */
    private void receive(Node node, Endpoint from, int octet, byte[] datagram) {
        ByteBuffer b = ByteBuffer.wrap(datagram);
        int lane = Math.floorMod(from.port() - address(1).port(), lanes);
        LinkSecrets link = lane == 0 ? null : node.core.secrets(node.uplink, from);
        LaneCipher.Opened opened =
                link == null ? null : node.lane(lane).open(link, b, 0, datagram.length);
        node.core.onOverlay(nowNs, nowNs, node.uplink, from, octet, b, 0, datagram.length, opened);
    }

    void inject(int to, Endpoint from, ByteBuffer packet) {
        byte[] datagram = new byte[packet.capacity()];
        packet.get(0, datagram);
        inject(to, from, datagram);
    }

    private void carry(int from, int to, int octet, byte[] datagram) {
        Wire wire = wire(from, to);
        wire.carried++;
        wire.octets.add(octet);
        if (wire.capture) {
            wire.captured.add(datagram.clone());
        }
        int lane = OverlayHeader.lane(ByteBuffer.wrap(datagram), 0);
        if (wire.blackhole || lane == wire.lostLane || datagram.length > wire.mtu || loses(wire)) {
            return;
        }
        int arriving = wire.bleach ? 0 : wire.remark.applyAsInt(octet);
        for (int i = 0; i < wire.copies; i++) {
            byte[] copy = datagram.clone();
            long delayNs = wire.delayNs + lane * wire.laneDelayNs;
            at(nowNs + delayNs, () -> arrive(from, to, arriving, copy));
        }
    }

    /** Gilbert's model: all is lost in the bad state, nothing in the good one. */
    private boolean loses(Wire wire) {
        if (wire.burst <= 1) {
            return random.nextDouble() < wire.loss;
        }
        double leave = 1 / wire.burst;
        double enter = leave * wire.loss / (1 - wire.loss);
        wire.bad = random.nextDouble() < (wire.bad ? 1 - leave : enter);
        return wire.bad;
    }

    private void arrive(int from, int to, int octet, byte[] datagram) {
        Node node = nodes[to];
        if (nowNs < node.pausedUntilNs) {
            at(node.pausedUntilNs, () -> arrive(from, to, octet, datagram));
            return;
        }
        ByteBuffer b = ByteBuffer.wrap(datagram);
        Endpoint source = address(from);
        Endpoint lane = source.withPort(source.port() + OverlayHeader.lane(b, 0));
        receive(node, lane, octet, datagram);
    }

    /** Nothing that went into a forwarder is unaccounted for. */
    void assertConserved() {
        for (int n = 1; n <= size; n++) {
            var c = nodes[n].core.counters();
            org.assertj.core.api.Assertions.assertThat(c.in())
                    .as("packets of forwarder " + n)
                    .isEqualTo(c.out() + nodes[n].core.queued() + c.dropped());
        }
    }
}
