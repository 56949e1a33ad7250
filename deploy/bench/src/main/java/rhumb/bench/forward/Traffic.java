package rhumb.bench.forward;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import rhumb.forward.wire.OverlayHeader;
import rhumb.net.Endpoint;
import rhumb.net.Epoch;
import rhumb.net.Label;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.southbound.message.InstalledRules;
import rhumb.southbound.rule.NeighborRule;
import rhumb.southbound.rule.PopRule;
import rhumb.southbound.rule.Rule;
import rhumb.southbound.rule.UplinkRule;

/**
 * What a transit PoP sees: {@value #FLOWS} flows in four classes from one neighbour, a quarter of
 * them to each of four others.
 */
final class Traffic {
    static final PopId SELF = new PopId("transit");
    static final int FLOWS = 64;
    static final int HOPS = 4;

    /** Flows of one class to one next hop. */
    static final int ALIKE = 4;

    static final int SELF_NUMBER = 1;
    static final int SENDER_NUMBER = 2;

    /** What the generator reads before each packet. */
    static final int RECORD_BYTES = 8;

    /** A label says the number of the PoP to which it leads. */
    static final int FIRST_LABEL = 3;

    // Where the C programs find what they read and write.
    static final int LIFE_OFFSET = 4;
    static final int SEQUENCE_OFFSET = 8;
    static final int TIME_OFFSET = 16;
    static final int LABEL_OFFSET = OverlayHeader.FIXED_BYTES;

    private static final TrafficClass[] CLASSES = {
        TrafficClass.AUDIO, TrafficClass.VIDEO, TrafficClass.BULK, TrafficClass.DEFAULT
    };
    private static final int SPARE_HOPS = 3;
    private static final int PACKETS_PER_FLOW = 16;

    private Traffic() {}

    /**
     * Writes the packets that the generator plays.
     *
     * @param sizeBytes of each datagram, headers of Rhumb included
     * @param train how many packets of a flow follow each other
     */
    static void write(Path file, int sizeBytes, int train) throws IOException {
        Files.write(file, packets(sizeBytes, train).array());
    }

    /** The same, in an array. */
    static ByteBuffer packets(int sizeBytes, int train) {
        byte[] payload = new byte[sizeBytes];
        new SplittableRandom(sizeBytes).nextBytes(payload);
        int count = PACKETS_PER_FLOW * FLOWS;
        ByteBuffer all = ByteBuffer.allocate(count * (RECORD_BYTES + sizeBytes));
        for (int n = 0; n < count; n++) {
            int at = n * (RECORD_BYTES + sizeBytes);
            int turn = n / (FLOWS * train);
            all.put(at + RECORD_BYTES, payload);
            packet(all, at, flow(n / train % FLOWS), turn * train + n % train);
        }
        return all;
    }

    /** Those of one class to one next hop, {@link #ALIKE} of them, come one after the other. */
    private static int flow(int place) {
        int rest = place / ALIKE;
        int classes = CLASSES.length;
        return rest / classes + HOPS * (rest % classes) + HOPS * classes * (place % ALIKE);
    }

    private static void packet(ByteBuffer record, int offset, int flow, int number) {
        int hop = flow % HOPS;
        TrafficClass c = CLASSES[flow / HOPS % CLASSES.length];
        int octet = c.dscp().trafficClassOctet();
        record.putInt(offset, flow).put(offset + 4, (byte) octet).put(offset + 5, (byte) hop);
        int at = offset + RECORD_BYTES;
        OverlayHeader.begin(record, at, OverlayHeader.TYPE_DATA, 0, octet, c.code(), SPARE_HOPS);
        OverlayHeader.pops(record, at, SENDER_NUMBER, FIRST_LABEL + hop);
        OverlayHeader.labelCount(record, at, 1);
        OverlayHeader.flow(record, at, 1, flow, number);
        OverlayHeader.budget(record, at, OverlayHeader.NO_TIME_LIMIT);
        OverlayHeader.label(record, at, 0, FIRST_LABEL + hop);
    }

    /**
     * The rules of the forwarder in between.
     *
     * @param sink where the first next hop listens; the others on the ports after it
     * @param security how the links are protected, and with which keys
     */
    static InstalledRules rules(Endpoint generator, Endpoint sink, List<Rule> security) {
        List<Rule> rules = new ArrayList<>();
        rules.add(new UplinkRule("main", 0));
        rules.addAll(security);
        rules.add(new PopRule(SELF_NUMBER, SELF, true));
        neighbor(rules, SENDER_NUMBER, generator);
        for (int hop = 0; hop < HOPS; hop++) {
            Endpoint at = sink.withPort(sink.port() + hop);
            neighbor(rules, FIRST_LABEL + hop, at);
        }
        return new InstalledRules(new Epoch(1, 1), rules);
    }

    private static void neighbor(List<Rule> rules, int number, Endpoint at) {
        PopId pop = pop(number);
        rules.add(new PopRule(number, pop, false));
        rules.add(new NeighborRule(new Label(number), LinkId.between(SELF, pop), number, at, at));
    }

    /** A neighbour of the forwarder. */
    static PopId pop(int number) {
        return new PopId("p" + number);
    }
}
