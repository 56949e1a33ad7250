package rhumb.controller.top;

import com.fasterxml.jackson.databind.JsonNode;

/** What an uplink does with one class: its counts over time, and how its queue stands. */
final class Load {
    private final String pop;
    private final String uplink;
    private final String trafficClass;
    private final Counter bytes = new Counter();
    private final Counter packets = new Counter();
    private final Counter drops = new Counter();
    private long queued;
    private double waitMs = -1;
    private long rateBps;

    Load(String pop, String uplink, String trafficClass) {
        this.pop = pop;
        this.uplink = uplink;
        this.trafficClass = trafficClass;
    }

    void onRow(long nowNs, JsonNode row) {
        bytes.onCount(nowNs, row.path("bytes").asLong());
        packets.onCount(nowNs, row.path("packets").asLong());
        drops.onCount(nowNs, row.path("drops").asLong());
        queued = row.path("queued").asLong();
        waitMs = row.path("delayMsP99").isNumber() ? row.path("delayMsP99").doubleValue() : -1;
        rateBps = row.path("rateBps").asLong();
    }

    String pop() {
        return pop;
    }

    /** Such as sin/main. */
    String uplink() {
        return pop + "/" + uplink;
    }

    String trafficClass() {
        return trafficClass;
    }

    /** -1 until it is known. */
    double bps() {
        double rate = bytes.rate();
        return rate < 0 ? -1 : rate * 8;
    }

    double packets() {
        return packets.rate();
    }

    double drops() {
        return drops.rate();
    }

    long queued() {
        return queued;
    }

    /** -1 when it is not known. */
    double waitMs() {
        return waitMs;
    }

    /** What the uplink carries; 0 when it is not known. */
    long rateBps() {
        return rateBps;
    }
}
