package rhumb.sim.impair;

import java.nio.ByteBuffer;

/**
 * One end of a {@link TcpPipe}: the handshake around a {@link TcpSender} and a {@link TcpReceiver}.
 *
 * <pre>
 * state \ event   SYN             SYN+ACK                ACK or data         reset        timer
 * IDLE            SYN+ACK, GREETED  -                    answered by reset   -            -
 * CALLING         -               ACK, OPEN, connected   -                   GONE refused SYN again, GONE timeout
 * GREETED         SYN+ACK again   -                      OPEN, connected     GONE reset   SYN+ACK again, GONE timeout
 * OPEN            -               ACK                    taken in            GONE reset   see TcpSender, GONE timeout
 * GONE            answered by reset                                          -            -
 * DEAD            nothing is answered
 * </pre>
 */
final class TcpEnd {
    enum State {
        IDLE,
        CALLING,
        GREETED,
        OPEN,
        GONE,
        DEAD
    }

    private static final long FIRST_SYN_NS = 1_000_000_000L;
    private static final int MAX_SYNS = 6;

    private final TcpPipe pipe;
    private final TcpPipe.Side side;
    private final TcpPipe.Sink sink;
    private final TcpReceiver receiver = new TcpReceiver();
    private final TcpSender sender;

    private State state = State.IDLE;
    private int syns;
    private long synSentNs;
    private long synTimerNs = Long.MAX_VALUE;
    private long advertisedEnd;
    private boolean writeWanted;

    TcpEnd(TcpPipe pipe, TcpPipe.Side side, TcpPipe.Sink sink) {
        this.pipe = pipe;
        this.side = side;
        this.sink = sink;
        this.sender =
                new TcpSender(
                        new TcpSender.Out() {
                            @Override
                            public void data(long nowNs, long sequence, int length, boolean fin) {
                                emitData(nowNs, sequence, length, fin);
                            }

                            @Override
                            public void probe(long nowNs, long sequence) {
                                Segment s = blank(nowNs);
                                s.sequence = sequence;
                                s.probe = true;
                                pipe.emit(nowNs, s);
                            }
                        });
    }

    State state() {
        return state;
    }

    TcpSender sender() {
        return sender;
    }

    TcpReceiver receiver() {
        return receiver;
    }

    boolean isFinished() {
        return sender.finAcknowledged() && receiver.finReceived();
    }

    long nextDeadlineNs() {
        return state == State.OPEN ? sender.nextDeadlineNs() : synTimerNs;
    }

    void call(long nowNs) {
        if (state == State.IDLE) {
            state = State.CALLING;
            sendSyn(nowNs);
        }
    }

    int write(long nowNs, ByteBuffer source) {
        if (state == State.GONE || state == State.DEAD) {
            return 0;
        }
        int taken = sender.write(source);
        writeWanted = source.hasRemaining();
        push(nowNs);
        return taken;
    }

    int read(long nowNs, ByteBuffer target) {
        int taken = receiver.read(target);
        long quietRoom = advertisedEnd - receiver.acknowledged();
        boolean worthwhile = receiver.windowEnd() - advertisedEnd >= ByteRing.CAPACITY / 4;
        if (state == State.OPEN && worthwhile && quietRoom < ByteRing.CAPACITY / 2) {
            emitAck(nowNs, -1, -1);
        }
        return taken;
    }

    void finish(long nowNs) {
        sender.finish();
        push(nowNs);
    }

    void abort(long nowNs) {
        if (state == State.GREETED || state == State.OPEN || state == State.CALLING) {
            emitReset(nowNs);
        }
        leave(State.GONE);
    }

    void die() {
        leave(State.DEAD);
    }

    void onDeadline(long nowNs) {
        if (nowNs < nextDeadlineNs()) {
            return;
        }
        if (state == State.OPEN) {
            if (!sender.onDeadline(nowNs)) {
                give(nowNs, TcpPipe.Cause.TIMEOUT);
            }
        } else if (syns > MAX_SYNS) {
            give(nowNs, TcpPipe.Cause.TIMEOUT);
        } else {
            sendSyn(nowNs);
        }
    }

    void onSegment(long nowNs, Segment segment, ByteRing source) {
        if (state == State.DEAD) {
            return;
        }
        if (segment.reset) {
            onReset(nowNs);
            return;
        }
        switch (state) {
            case IDLE -> {
                if (segment.syn && !segment.ack) {
                    state = State.GREETED;
                    sender.onWindow(segment.windowEnd);
                    sendSyn(nowNs);
                } else {
                    emitReset(nowNs);
                }
            }
            case CALLING -> {
                if (segment.syn && segment.ack) {
                    if (syns == 1) {
                        sender.onRttSample(nowNs - synSentNs);
                    }
                    sender.onWindow(segment.windowEnd);
                    open(nowNs);
                    emitAck(nowNs, -1, segment.stampNs);
                    push(nowNs);
                }
            }
            case GREETED -> {
                if (segment.syn) {
                    resendSyn(nowNs);
                } else {
                    open(nowNs);
                    onOpen(nowNs, segment, source);
                }
            }
            case OPEN -> onOpen(nowNs, segment, source);
            case GONE -> emitReset(nowNs);
            case DEAD -> {}
        }
    }

    private void onOpen(long nowNs, Segment segment, ByteRing source) {
        if (segment.syn) {
            emitAck(nowNs, -1, segment.stampNs);
            return;
        }
        boolean room = sender.onAcknowledgement(nowNs, segment);
        if (segment.length > 0 || segment.fin || segment.probe) {
            boolean fresh = receiver.accept(segment, source);
            emitAck(nowNs, segment.sequence, segment.stampNs);
            if (fresh) {
                sink.onReadable(nowNs, side);
            }
        }
        push(nowNs);
        if (room && writeWanted && state == State.OPEN) {
            writeWanted = false;
            sink.onWritable(nowNs, side);
        }
    }

    private void onReset(long nowNs) {
        switch (state) {
            case CALLING -> give(nowNs, TcpPipe.Cause.REFUSED);
            case GREETED, OPEN -> give(nowNs, TcpPipe.Cause.RESET);
            case IDLE, GONE, DEAD -> {}
        }
    }

    private void open(long nowNs) {
        state = State.OPEN;
        synTimerNs = Long.MAX_VALUE;
        sink.onConnected(nowNs, side);
    }

    private void give(long nowNs, TcpPipe.Cause cause) {
        leave(State.GONE);
        sink.onBroken(nowNs, side, cause);
    }

    private void leave(State last) {
        state = last;
        synTimerNs = Long.MAX_VALUE;
    }

    private void push(long nowNs) {
        if (state == State.OPEN) {
            sender.send(nowNs);
        }
    }

    private void sendSyn(long nowNs) {
        synSentNs = nowNs;
        synTimerNs = nowNs + (FIRST_SYN_NS << Math.min(syns, MAX_SYNS));
        syns++;
        resendSyn(nowNs);
    }

    private void resendSyn(long nowNs) {
        Segment s = blank(nowNs);
        s.syn = true;
        s.ack = state == State.GREETED;
        pipe.emit(nowNs, s);
    }

    private void emitData(long nowNs, long sequence, int length, boolean fin) {
        Segment s = blank(nowNs);
        s.sequence = sequence;
        s.length = length;
        s.fin = fin;
        pipe.emit(nowNs, s);
    }

    private void emitAck(long nowNs, long newest, long echoNs) {
        Segment s = blank(nowNs);
        s.echoNs = echoNs;
        receiver.writeSacks(s, newest);
        pipe.emit(nowNs, s);
    }

    private void emitReset(long nowNs) {
        Segment s = blank(nowNs);
        s.reset = true;
        pipe.emit(nowNs, s);
    }

    private Segment blank(long nowNs) {
        Segment s = pipe.blank(side.other());
        s.ack = true;
        s.acknowledged = receiver.acknowledged();
        s.windowEnd = receiver.windowEnd();
        s.stampNs = nowNs;
        advertisedEnd = s.windowEnd;
        return s;
    }
}
