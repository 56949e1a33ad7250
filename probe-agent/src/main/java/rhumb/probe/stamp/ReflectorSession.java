package rhumb.probe.stamp;

import java.nio.ByteBuffer;

/**
 * What the answering side keeps of one session. Stateful by default: it counts its own answers (RFC
 * 8762 section 4.3), and from the two counts the sender tells which direction lost a packet. A
 * stateless one copies the sender's number.
 */
public final class ReflectorSession {
    private final int id;
    private final boolean stateful;
    private final ArrivalLedger arrivals = new ArrivalLedger();
    private final ReplayWindow replays = new ReplayWindow();
    private int nextSequence;
    private long received;
    private long reflected;
    private int lastSequence;
    private long lastTimestamp;
    private long lastUsedNs;

    public ReflectorSession(int id, boolean stateful) {
        this.id = id;
        this.stateful = stateful;
    }

    public int id() {
        return id;
    }

    /** What the probes of the session tell about the direction they came by. */
    public ArrivalLedger arrivals() {
        return arrivals;
    }

    /** Probes that came, the newest included. */
    public long received() {
        return received;
    }

    /** Answers that left. */
    public long reflected() {
        return reflected;
    }

    public long lastUsedNs() {
        return lastUsedNs;
    }

    /** Which authenticated probes were here before. */
    ReplayWindow replays() {
        return replays;
    }

    void onProbe(long nowNs) {
        received++;
        lastUsedNs = nowNs;
    }

    /** The number of the answer to a probe with this number. */
    int answerSequence(int probe) {
        return stateful ? nextSequence : probe;
    }

    void onAnswer(int sequence, long timestamp) {
        nextSequence++;
        reflected++;
        lastSequence = sequence;
        lastTimestamp = timestamp;
    }

    void answerFollowUp(ByteBuffer out, int value) {
        if (stateful && reflected > 0) {
            FollowUpTelemetry.answer(out, value, lastSequence, lastTimestamp);
        } else {
            FollowUpTelemetry.answerUnknown(out, value);
        }
    }
}
