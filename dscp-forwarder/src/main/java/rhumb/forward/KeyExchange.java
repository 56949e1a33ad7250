package rhumb.forward;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import rhumb.forward.crypto.KeyRing;
import rhumb.forward.fib.Fib;
import rhumb.forward.link.LinkCipher;
import rhumb.forward.link.LinkPort;
import rhumb.forward.link.LinkTable;
import rhumb.forward.pipeline.PacketCounters;
import rhumb.forward.wire.Introduction;
import rhumb.net.TrafficClass;
import rhumb.southbound.message.PublicKeys;
import rhumb.southbound.rule.LinkSecurity;

/**
 * Makes own keys, tells the public ones, agrees with neighbours and introduces this life to them.
 *
 * <pre>
 * a key's way: made -> stored by the shell -> agreed with all neighbours -> told the controller
 *              -> neighbours seal to it -> so do we with it -> the one before is forgotten when the next is made
 * </pre>
 *
 * Agreeing takes a fraction of a millisecond a neighbour, so it is done one at a time between
 * packets. A new key is only made once each neighbour that is heard uses the newest one, and a
 * controller was told of it: who is cut off from controllers keeps keys that work, whoever was
 * silent meanwhile, until a key is worn ({@link rhumb.forward.link.LinkCipher}: 2^36 packets, days
 * of full load).
 */
final class KeyExchange {
    private static final long NEVER = Long.MAX_VALUE;
    private static final long MS = 1_000_000L;

    /** Between introductions of one link, while the neighbour has not answered; doubles. */
    private static final long EAGER_NS = 50 * MS;

    private static final long PATIENT_NS = 1_000 * MS;

    /** On a link over which nothing else goes. */
    private static final long IDLE_NS = 10_000 * MS;

    /** Least between two answers to a neighbour. */
    private static final long ANSWER_NS = 20 * MS;

    /** A neighbour silent for longer does not hold back a new key. */
    private static final long LIVE_NS = 600_000 * MS;

    private static final long RETRY_NS = 1_000 * MS;

    private final ForwarderCore.Sink sink;
    private final PacketCounters counters;
    private final LinkTable links;
    private final RandomGenerator random;
    private final long rekeyNs;
    private final ByteBuffer packet = ByteBuffer.allocateDirect(Introduction.BYTES);

    private KeyRing ring;
    private @Nullable KeyRing storing;
    private boolean agreeing;
    private long agreeNs;
    private boolean told;
    private boolean connected;
    private boolean secures;
    private long madeNs;
    private long rotateNs;
    private long introduceNs = NEVER;
    private long rotations;

    KeyExchange(
            ForwarderCore.Sink sink,
            PacketCounters counters,
            LinkTable links,
            Credentials credentials,
            ForwarderOptions options,
            RandomGenerator random,
            long nowNs) {
        this.sink = sink;
        this.counters = counters;
        this.links = links;
        ring = credentials.keys();
        rekeyNs = options.rekeyNs();
        this.random = random;
        madeNs = nowNs;
        rotateNs = nowNs + rekeyNs;
    }

    void onFib(long nowNs, Fib fib) {
        secures = fib.security() != LinkSecurity.NONE;
        expect(nowNs);
    }

    /** The keys given to the sink last are on disk. */
    void onStored(long nowNs) {
        KeyRing stored = storing;
        if (stored == null) {
            return;
        }
        storing = null;
        ring = stored;
        madeNs = nowNs;
        rotations++;
        told = false;
        expect(nowNs);
        tell();
    }

    void onControllerEstablished() {
        connected = true;
        told = false;
        tell();
    }

    /** Nobody hears of a new key from now on; whether the newest was heard of is not known. */
    void onControllerLost() {
        connected = false;
        told = false;
    }

    /** Something of this neighbour was opened, so an introduction to it may be due. */
    void onArrival(long nowNs, LinkPort port) {
        if (port.cipher().owesAnswer()) {
            port.introduction().hasten(nowNs, ANSWER_NS);
            introduceNs = Math.min(introduceNs, port.introduction().dueNs());
        }
    }

    void onDeadline(long nowNs) {
        if (agreeing) {
            agreeOnce(nowNs);
        }
        if (nowNs >= introduceNs) {
            introduce(nowNs);
        }
        if (mayRotate() && nowNs >= rotateNs) {
            rotate(nowNs);
        }
    }

    long nextDeadlineNs() {
        if (agreeing) {
            return agreeNs;
        }
        return secures ? Math.min(introduceNs, mayRotate() ? rotateNs : NEVER) : NEVER;
    }

    /** New keys made since the start. */
    long rotations() {
        return rotations;
    }

    /** How long the newest key has been there. */
    long ageNs(long nowNs) {
        return nowNs - madeNs;
    }

    KeyRing ring() {
        return ring;
    }

    private void expect(long nowNs) {
        agreeing = links.onKeys(ring);
        agreeNs = nowNs;
        introduceNs = NEVER;
        for (LinkPort port : links.ports()) {
            introduceNs = Math.min(introduceNs, port.introduction().dueNs());
        }
    }

    private void agreeOnce(long nowNs) {
        boolean done = false;
        agreeing = false;
        for (LinkPort port : links.ports()) {
            LinkCipher cipher = port.cipher();
            if (!done && cipher.agreesStill()) {
                cipher.agreeNext();
                done = true;
                port.introduction().begin(nowNs);
                introduceNs = nowNs;
            }
            agreeing |= cipher.agreesStill();
        }
        tell();
    }

    /** Not before whoever hears of a key can send to it. */
    private void tell() {
        if (connected && !told && !agreeing) {
            told = true;
            sink.controller(new PublicKeys(ring.publicKeys()));
        }
    }

    private void introduce(long nowNs) {
        introduceNs = NEVER;
        for (LinkPort port : links.ports()) {
            LinkPort.Introducing introducing = port.introduction();
            if (nowNs >= introducing.dueNs()) {
                LinkCipher cipher = port.cipher();
                boolean quiet = cipher.settled() && !cipher.owesAnswer();
                if (!(quiet && cipher.takeSealedLately() && !introducing.isFirst())) {
                    send(port);
                }
                introducing.sent(
                        nowNs,
                        quiet ? IDLE_NS : Math.min(PATIENT_NS, introducing.nextPauseNs(EAGER_NS)));
            }
            introduceNs = Math.min(introduceNs, introducing.dueNs());
        }
    }

    private void send(LinkPort port) {
        if (port.cipher().introduce(packet, 0)) {
            counters.originated++;
            counters.toOverlay++;
            int octet = port.send().octet(TrafficClass.SIGNALLING);
            sink.overlay(
                    port.send().uplink(), port.send().to(), octet, packet, 0, Introduction.BYTES);
        }
    }

    /** Not while nobody would hear of it. */
    private boolean mayRotate() {
        return secures && told && storing == null;
    }

    private void rotate(long nowNs) {
        for (LinkPort port : links.ports()) {
            LinkCipher cipher = port.cipher();
            boolean live = cipher.heardNs() != Long.MIN_VALUE && nowNs - cipher.heardNs() < LIVE_NS;
            if (agreeing || live && !cipher.confirmedNewest()) {
                rotateNs = nowNs + RETRY_NS;
                return;
            }
        }
        rotateNs = nowNs + rekeyNs;
        KeyRing next = ring.next(random);
        storing = next;
        sink.keys(next);
    }
}
