package rhumb.host.local;

import java.util.concurrent.atomic.LongAdder;

/** Where the threads of a channel count. */
final class LocalTally {
    final LongAdder connections = new LongAdder();
    final LongAdder received = new LongAdder();
    final LongAdder sent = new LongAdder();
    final LongAdder unknownKinds = new LongAdder();
    final LongAdder garbage = new LongAdder();
    final LongAdder tooLong = new LongAdder();
    final LongAdder turnedAway = new LongAdder();

    LocalCounters counters(long coalesced) {
        return new LocalCounters(
                connections.sum(),
                received.sum(),
                sent.sum(),
                unknownKinds.sum(),
                garbage.sum(),
                tooLong.sum(),
                turnedAway.sum(),
                coalesced);
    }
}
