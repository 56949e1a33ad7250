package rhumb.forward.stream;

import rhumb.forward.crypto.Aead;

/**
 * Records of a secured chain ({@code docs/protocol/stream.md}): a length in clear, and sealed
 * behind it a type and a body. Their numbers are not on the wire: TCP keeps the order, and a record
 * that is not the next one does not open.
 */
final class ChainRecord {
    // Specification constants.
    static final int LENGTH_BYTES = 2;
    static final int TYPE_BYTES = 1;
    static final int MAX_BODY_BYTES = 4_096;
    static final int MIN_LENGTH = TYPE_BYTES + Aead.TAG_BYTES;
    static final int MAX_LENGTH = MIN_LENGTH + MAX_BODY_BYTES;
    static final int MAX_BYTES = LENGTH_BYTES + MAX_LENGTH;

    /** Bytes of the chain. */
    static final int DATA = 0;

    /** A hello with newer keys, from who began the chain. */
    static final int HELLO = 1;

    /** Second message of the handshake that the hello began; the next record is under new keys. */
    static final int ANSWER = 2;

    /** Who began the chain has the answer; its next record is under new keys. */
    static final int SWITCH = 3;

    private ChainRecord() {}
}
