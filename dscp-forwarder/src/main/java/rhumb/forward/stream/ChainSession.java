package rhumb.forward.stream;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import rhumb.forward.crypto.Aead;
import rhumb.forward.crypto.NoiseKk;
import rhumb.net.Endpoint;

/**
 * One secured chain's connection: the handshake, then records, and new keys while it stands.
 *
 * <pre>
 * who began it                           who took it
 * begin(): hello                         reads hello: answer, open
 * reads answer: open
 * renew(): HELLO, under the old keys     reads HELLO: ANSWER, under the old keys; seals with the new
 * reads ANSWER: opens with the new;
 *   SWITCH, under the old; seals with the new
 *                                        reads SWITCH: opens with the new
 * </pre>
 *
 * Nothing is answered before a hello is genuine, and nothing is handed on before the handshake is
 * whole. After a fault the session is good for nothing.
 */
final class ChainSession {
    /** Where bytes go. */
    interface Output {
        /** To the other end; whether more may be written now. */
        boolean wire(ByteBuffer bytes);

        /** The other end has proved who it is, and nothing was handed on yet. */
        void opened();

        /** Opened, in order. Good until this returns; it may write and close. */
        void plain(ByteBuffer bytes);
    }

    private enum Stage {
        NEW,
        HELLO_AWAITED,
        ANSWER_AWAITED,
        OPEN,
        CLOSED
    }

    /** Implementation constant: records under one key, far below SP 800-38D section 8.3. */
    static final long MAX_SEALED = 1L << 32;

    /** Implementation constant: who did not answer a renewal did not know its keys yet. */
    private static final long RETRY_NS = 10_000_000_000L;

    private static final byte[] NOTHING = new byte[0];

    private final ChainKeys keys;
    private final Aead aead;
    private final RandomGenerator random;
    private final ByteBuffer scratch;
    private final Output output;
    private final int pop;
    private final Endpoint from;
    private final boolean initiator;
    private Stage stage;
    private boolean reading = true;
    private long goneNs = Long.MAX_VALUE;
    private long renewedNs;

    private ByteBuffer collected = ByteBuffer.allocate(128);
    private ByteBuffer waiting = ByteBuffer.allocate(0);
    private ChainKeys.@Nullable Pair pair;
    private ChainKeys.@Nullable Pair nextPair;
    private @Nullable NoiseKk handshake;
    private byte[] hash = NOTHING;
    private Aead.@Nullable Key sealer;
    private Aead.@Nullable Key opener;
    private Aead.@Nullable Key nextOpener;
    private long sealed;
    private long opened;

    /**
     * @param scratch room for at least one record of {@link ChainRecord#MAX_BYTES}, only used
     *     during calls
     * @param pop the neighbour for who begins; 0 for who was connected to
     * @param from where the other end is
     */
    ChainSession(
            ChainKeys keys,
            Aead aead,
            RandomGenerator random,
            ByteBuffer scratch,
            Output output,
            int pop,
            Endpoint from) {
        this.keys = keys;
        this.aead = aead;
        this.random = random;
        this.scratch = scratch;
        this.output = output;
        this.pop = pop;
        this.from = from;
        initiator = pop != 0;
        stage = initiator ? Stage.NEW : Stage.HELLO_AWAITED;
    }

    Endpoint from() {
        return from;
    }

    /** Whether the other end began it. */
    boolean isIncoming() {
        return !initiator;
    }

    boolean isOpen() {
        return stage == Stage.OPEN;
    }

    /** Whether its party wants to read; held back until it is open, because it reads an answer. */
    boolean isReading() {
        return reading;
    }

    void reading(boolean enabled) {
        reading = enabled;
    }

    /** The connection stands: says hello. Why it cannot, or null. */
    @Nullable StreamReject begin() {
        ChainKeys.Pair found = keys.toward(pop);
        byte[] hello = found == null ? null : hello(found, NOTHING);
        if (hello == null) {
            return StreamReject.NO_KEY;
        }
        stage = Stage.ANSWER_AWAITED;
        output.wire(ByteBuffer.wrap(hello));
        return null;
    }

    /** Begins to change keys, if there are newer ones than those in use. Whether it did. */
    boolean renew(long nowNs) {
        ChainKeys.Pair now = pair;
        boolean busy = handshake != null && nowNs - renewedNs < RETRY_NS;
        if (!initiator || !isOpen() || busy || now == null) {
            return false;
        }
        ChainKeys.Pair found = keys.toward(pop);
        byte[] hello = found == null || found.joins(now) ? null : hello(found, hash);
        if (hello == null) {
            return false;
        }
        renewedNs = nowNs;
        seal(ChainRecord.HELLO, ByteBuffer.wrap(hello));
        return true;
    }

    /** Whether keys that no longer hold, or that sealed enough, were not replaced in so long. */
    boolean isWorn(long nowNs, long graceNs) {
        ChainKeys.Pair now = pair;
        if (now == null || keys.holds(now)) {
            goneNs = Long.MAX_VALUE;
            return sealed > MAX_SEALED;
        }
        goneNs = Math.min(goneNs, nowNs);
        return nowNs - goneNs >= graceNs;
    }

    /**
     * Seals bytes, or keeps them until the session is open.
     *
     * @return whether more may be written now
     */
    boolean write(ByteBuffer bytes) {
        if (isOpen()) {
            return seal(ChainRecord.DATA, bytes);
        }
        ByteBuffer more = ByteBuffer.allocate(waiting.remaining() + bytes.remaining());
        waiting = more.put(waiting).put(bytes).flip();
        return true;
    }

    /** Bytes of the other end. Why the session is over, or null. */
    @Nullable StreamReject onBytes(ByteBuffer bytes) {
        StreamReject fault = null;
        while (fault == null && bytes.hasRemaining() && stage != Stage.CLOSED) {
            fault =
                    switch (stage) {
                        case HELLO_AWAITED -> takeHello(bytes);
                        case ANSWER_AWAITED -> takeAnswer(bytes);
                        case OPEN -> takeRecord(bytes);
                        case NEW, CLOSED -> StreamReject.BAD_HELLO;
                    };
        }
        return fault;
    }

    void close() {
        stage = Stage.CLOSED;
        for (Aead.Key key : new Aead.@Nullable Key[] {sealer, opener, nextOpener}) {
            if (key != null) {
                key.close();
            }
        }
        sealer = null;
        opener = null;
        nextOpener = null;
        handshake = null;
    }

    /** Null for a key of the neighbour that shares no secret. */
    private byte @Nullable [] hello(ChainKeys.Pair with, byte[] before) {
        byte[] head = ChainHello.head(with, keys.self());
        NoiseKk begun = handshake(true, with, ChainHello.prologue(head, before));
        byte[] message = begun.writeFirst(NOTHING);
        if (message == null) {
            return null;
        }
        handshake = begun;
        nextPair = with;
        return ChainHello.write(head, message, with.shared());
    }

    private NoiseKk handshake(boolean begins, ChainKeys.Pair with, byte[] prologue) {
        byte[] ephemeral = new byte[32];
        random.nextBytes(ephemeral);
        byte[] theirs = with.theirs().bytes();
        return new NoiseKk(aead, begins, with.own(), theirs, with.shared(), ephemeral, prologue);
    }

    private @Nullable StreamReject takeHello(ByteBuffer bytes) {
        boolean whole = collect(bytes, ChainHello.BYTES);
        if (!ChainHello.mayBegin(collected.duplicate().flip())) {
            return StreamReject.BAD_HELLO;
        }
        if (!whole) {
            return null;
        }
        ChainHello hello = ChainHello.read(collected.flip());
        collected.clear();
        if (!keys.isAt(hello.senderPop(), from)) {
            return StreamReject.NOT_A_NEIGHBOR;
        }
        ChainKeys.Pair named = named(hello);
        if (named == null) {
            return hello.receiverPop() == keys.self()
                    ? StreamReject.NO_KEY
                    : StreamReject.BAD_HELLO;
        }
        if (!hello.isGenuine(named.shared())) {
            return StreamReject.UNAUTHENTICATED;
        }
        if (!named.isFirst(hello.code())) {
            return StreamReject.REPLAYED;
        }
        NoiseKk read = answering(hello, named, NOTHING);
        byte[] answer = read == null ? null : read.writeSecond(NOTHING);
        if (read == null || answer == null) {
            return StreamReject.UNAUTHENTICATED;
        }
        pair = named;
        hash = read.handshakeHash();
        NoiseKk.Keys made = read.split();
        open(made);
        output.wire(ByteBuffer.wrap(answer));
        output.opened();
        return null;
    }

    private ChainKeys.@Nullable Pair named(ChainHello hello) {
        return hello.receiverPop() == keys.self()
                ? keys.named(
                        hello.senderPop(), hello.receiverGeneration(), hello.senderGeneration())
                : null;
    }

    /** The handshake of a hello that was read; null when it is not genuine. */
    private @Nullable NoiseKk answering(ChainHello hello, ChainKeys.Pair with, byte[] before) {
        byte[] prologue = ChainHello.prologue(hello.head(), before);
        NoiseKk read = handshake(false, with, prologue);
        return read.readFirst(hello.message()) == null ? null : read;
    }

    private @Nullable StreamReject takeAnswer(ByteBuffer bytes) {
        if (!collect(bytes, NoiseKk.MESSAGE_BYTES)) {
            return null;
        }
        byte[] message = Arrays.copyOf(collected.array(), NoiseKk.MESSAGE_BYTES);
        collected.clear();
        NoiseKk.Keys made = answered(message);
        if (made == null) {
            return StreamReject.UNAUTHENTICATED;
        }
        open(made);
        ByteBuffer held = waiting;
        waiting = ByteBuffer.allocate(0);
        if (held.hasRemaining()) {
            seal(ChainRecord.DATA, held);
        }
        output.opened();
        return null;
    }

    /** Keys from the second message of the own handshake; null when it is not genuine. */
    private NoiseKk.@Nullable Keys answered(byte[] message) {
        NoiseKk begun = handshake;
        if (begun == null || begun.readSecond(message) == null) {
            return null;
        }
        handshake = null;
        pair = nextPair;
        hash = begun.handshakeHash();
        return begun.split();
    }

    private void open(NoiseKk.Keys made) {
        stage = Stage.OPEN;
        sealWith(made.sending());
        openWith(aead.key(made.receiving(), false));
    }

    private void sealWith(byte[] secret) {
        if (sealer != null) {
            sealer.close();
        }
        sealer = aead.key(secret, true);
        sealed = 0;
    }

    private void openWith(Aead.Key key) {
        if (opener != null) {
            opener.close();
        }
        opener = key;
        opened = 0;
    }

    private @Nullable StreamReject takeRecord(ByteBuffer bytes) {
        if (!collect(bytes, ChainRecord.LENGTH_BYTES)) {
            return null;
        }
        int length = collected.getShort(0) & 0xffff;
        if (length < ChainRecord.MIN_LENGTH || length > ChainRecord.MAX_LENGTH) {
            return StreamReject.BAD_RECORD;
        }
        if (!collect(bytes, ChainRecord.LENGTH_BYTES + length)) {
            return null;
        }
        int text = length - Aead.TAG_BYTES;
        Aead.Key key = opener;
        if (key == null || !key.open(0, opened, collected, 0, ChainRecord.LENGTH_BYTES, text)) {
            return StreamReject.FORGED_RECORD;
        }
        opened++;
        int type = collected.get(ChainRecord.LENGTH_BYTES) & 0xff;
        int at = ChainRecord.LENGTH_BYTES + ChainRecord.TYPE_BYTES;
        ByteBuffer body = collected.slice(at, text - ChainRecord.TYPE_BYTES);
        StreamReject fault = onRecord(type, body);
        collected.clear();
        return fault;
    }

    private @Nullable StreamReject onRecord(int type, ByteBuffer body) {
        switch (type) {
            case ChainRecord.DATA -> output.plain(body);
            case ChainRecord.HELLO -> {
                return onRenewal(body);
            }
            case ChainRecord.ANSWER -> {
                return onRenewed(body);
            }
            case ChainRecord.SWITCH -> {
                Aead.Key next = nextOpener;
                if (next == null) {
                    return StreamReject.BAD_RECORD;
                }
                nextOpener = null;
                openWith(next);
            }
            default -> {} // types of later versions
        }
        return null;
    }

    private @Nullable StreamReject onRenewal(ByteBuffer body) {
        ChainKeys.Pair now = pair;
        if (initiator
                || nextOpener != null
                || now == null
                || body.remaining() != ChainHello.BYTES) {
            return StreamReject.BAD_RECORD;
        }
        ChainHello hello = ChainHello.read(body);
        ChainKeys.Pair named = hello.senderPop() == now.pop() ? named(hello) : null;
        if (named == null) {
            return null; // Not known yet; without an answer the old keys go on for a while.
        }
        NoiseKk read = hello.isGenuine(named.shared()) ? answering(hello, named, hash) : null;
        byte[] answer = read == null ? null : read.writeSecond(NOTHING);
        if (read == null || answer == null) {
            return StreamReject.UNAUTHENTICATED;
        }
        seal(ChainRecord.ANSWER, ByteBuffer.wrap(answer));
        pair = named;
        hash = read.handshakeHash();
        NoiseKk.Keys made = read.split();
        sealWith(made.sending());
        nextOpener = aead.key(made.receiving(), false);
        return null;
    }

    private @Nullable StreamReject onRenewed(ByteBuffer body) {
        if (handshake == null || body.remaining() != NoiseKk.MESSAGE_BYTES) {
            return StreamReject.BAD_RECORD;
        }
        byte[] message = new byte[NoiseKk.MESSAGE_BYTES];
        body.get(message);
        NoiseKk.Keys made = answered(message);
        if (made == null) {
            return StreamReject.UNAUTHENTICATED;
        }
        openWith(aead.key(made.receiving(), false));
        seal(ChainRecord.SWITCH, ByteBuffer.allocate(0));
        sealWith(made.sending());
        return null;
    }

    /** As many records as it takes, in as few writes as the scratch has room for. */
    private boolean seal(int type, ByteBuffer bytes) {
        boolean more = true;
        scratch.clear();
        do {
            if (scratch.remaining() < ChainRecord.MAX_BYTES) {
                more = output.wire(scratch.flip());
                scratch.clear();
            }
            int take = Math.min(bytes.remaining(), ChainRecord.MAX_BODY_BYTES);
            int text = ChainRecord.TYPE_BYTES + take;
            int at = scratch.position();
            scratch.putShort((short) (text + Aead.TAG_BYTES)).put((byte) type);
            scratch.put(bytes.slice(bytes.position(), take));
            bytes.position(bytes.position() + take);
            Aead.Key key = sealer;
            if (key == null) {
                return false;
            }
            key.seal(0, sealed++, scratch, at, ChainRecord.LENGTH_BYTES, text);
            scratch.position(at + ChainRecord.LENGTH_BYTES + text + Aead.TAG_BYTES);
        } while (bytes.hasRemaining());
        return output.wire(scratch.flip()) && more;
    }

    /** Fills the collected bytes up to so many; whether they are there. */
    private boolean collect(ByteBuffer bytes, int wanted) {
        if (collected.capacity() < wanted) {
            ByteBuffer larger = ByteBuffer.allocate(Math.max(wanted, 2 * collected.capacity()));
            collected = larger.put(collected.flip());
        }
        int take = Math.min(Math.max(0, wanted - collected.position()), bytes.remaining());
        collected.put(bytes.slice(bytes.position(), take));
        bytes.position(bytes.position() + take);
        return collected.position() >= wanted;
    }
}
