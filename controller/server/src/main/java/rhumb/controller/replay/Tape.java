package rhumb.controller.replay;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import rhumb.controller.commit.CommitRefused;
import rhumb.controller.commit.IntentReader;
import rhumb.controller.history.PackedReader;
import rhumb.controller.history.PackedWriter;
import rhumb.controller.history.RecordException;
import rhumb.controller.history.RecordReject;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.RuleIntent;
import rhumb.controller.lsdb.LinkStateShare;
import rhumb.controller.lsdb.SharedEntry;
import rhumb.net.PopId;
import rhumb.southbound.message.Hello;
import rhumb.southbound.message.Message;
import rhumb.southbound.message.Role;
import rhumb.southbound.wire.Decoded;
import rhumb.southbound.wire.SouthboundCodec;

/**
 * Inputs and outputs of a core as bytes, one after the other. Times are told by how much later they
 * are than the one before, so a tape is read from its beginning, as it was written.
 */
public final class Tape {
    /** Takes what a tape has. */
    public interface Taker {
        void input(CoreInput input);

        void output(CoreOutput output);
    }

    /** Writes intents and rules so that an {@link IntentReader} reads the same again. */
    public interface Documents {
        String text(Record record);
    }

    private static final int VERSION = 1;

    private static final int BEGUN = 1;
    private static final int CLOCK = 2;
    private static final int DEADLINE = 3;
    private static final int GREETING = 4;
    private static final int FOREIGN = 5;
    private static final int SAID = 6;
    private static final int LOST = 7;
    private static final int ADDED = 8;
    private static final int RULED = 9;
    private static final int COMMITTED = 10;
    private static final int TERM = 11;
    private static final int LEADS = 12;
    private static final int ASKED = 13;
    private static final int INHERITED = 14;
    private static final int SENT = 32;
    private static final int TOLD = 33;

    private long nowNs;
    private long offsetNs;

    private PackedWriter head(PackedWriter out, int kind, CoreInput input) {
        out.number(kind).signed(input.nowNs() - nowNs);
        nowNs = input.nowNs();
        return out;
    }

    private void wall(PackedWriter out, long unixNs) {
        out.signed(unixNs - nowNs - offsetNs);
        offsetNs = unixNs - nowNs;
    }

    /** Writes an input. */
    public void write(PackedWriter out, CoreInput input, Documents documents) {
        switch (input) {
            case CoreInput.Begun it -> {
                head(out, BEGUN, it);
                wall(out, it.unixNs());
                out.number(VERSION).text(documents.text(it.intent()));
            }
            case CoreInput.Clock it -> {
                head(out, CLOCK, it);
                wall(out, it.unixNs());
            }
            case CoreInput.Deadline it -> head(out, DEADLINE, it);
            case CoreInput.Greeting it ->
                    head(out, GREETING, it).block(SouthboundCodec.encode(it.hello()));
            case CoreInput.Foreign it ->
                    head(out, FOREIGN, it)
                            .block(SouthboundCodec.encode(it.hello()))
                            .text(it.proved());
            case CoreInput.Said it ->
                    who(head(out, SAID, it), it.pop(), it.role())
                            .block(SouthboundCodec.encode(it.message()));
            case CoreInput.Lost it ->
                    who(head(out, LOST, it), it.pop(), it.role()).text(it.reason());
            case CoreInput.Added it -> {
                head(out, ADDED, it).number(it.rules().size());
                it.rules().forEach(rule -> out.text(documents.text(rule)));
            }
            case CoreInput.Ruled it -> head(out, RULED, it).text(documents.text(it.intent()));
            case CoreInput.Committed it -> head(out, COMMITTED, it).text(it.who()).text(it.text());
            case CoreInput.Term it -> head(out, TERM, it).number(it.term());
            case CoreInput.Inherited it -> {
                head(out, INHERITED, it).number(it.shared().size());
                it.shared()
                        .forEach(one ->
                                out.text(one.entry().key())
                                        .signed(one.heardNs() - nowNs)
                                        .block(one.entry().bytes()));
            }
            case CoreInput.Leads it -> head(out, LEADS, it).number(it.term());
            case CoreInput.Asked it -> {
                head(out, ASKED, it).text(it.action()).number(it.query().size());
                it.query().forEach((name, value) -> out.text(name).text(value));
            }
        }
    }

    private static PackedWriter who(PackedWriter out, PopId pop, Role role) {
        return out.text(pop.name()).number(role.ordinal());
    }

    /** Writes an output. */
    public void write(PackedWriter out, CoreOutput output) {
        switch (output) {
            case CoreOutput.Sent it ->
                    out.number(SENT)
                            .text(it.pop())
                            .text(it.role())
                            .text(it.kind())
                            .text(it.epoch())
                            .signed(it.crc());
            case CoreOutput.Told it -> out.number(TOLD).text(it.code()).text(it.text());
        }
    }

    /**
     * Reads on.
     *
     * @throws RecordException when it is not understood; nothing behind that can be read
     */
    public void read(ByteBuffer bytes, IntentReader documents, Taker taker) throws RecordException {
        PackedReader in = new PackedReader(bytes);
        while (!in.atEnd()) {
            int kind = in.count(TOLD);
            if (kind < SENT) {
                nowNs += in.signed();
                taker.input(understood(kind, in, documents));
            } else {
                taker.output(output(kind, in));
            }
        }
    }

    private CoreInput understood(int kind, PackedReader in, IntentReader documents)
            throws RecordException {
        try {
            return input(kind, in, documents);
        } catch (IllegalArgumentException | CommitRefused e) {
            throw new RecordException(RecordReject.MALFORMED);
        }
    }

    private CoreInput input(int kind, PackedReader in, IntentReader documents)
            throws RecordException, CommitRefused {
        return switch (kind) {
            case BEGUN -> {
                long unixNs = wall(in);
                if (in.number() != VERSION) {
                    throw new RecordException(RecordReject.UNKNOWN_VERSION);
                }
                Intent intent = documents.intent(in.text());
                yield new CoreInput.Begun(nowNs, unixNs, intent);
            }
            case CLOCK -> new CoreInput.Clock(nowNs, wall(in));
            case DEADLINE -> new CoreInput.Deadline(nowNs);
            case GREETING -> new CoreInput.Greeting(nowNs, hello(in));
            case FOREIGN -> new CoreInput.Foreign(nowNs, hello(in), in.text());
            case SAID -> new CoreInput.Said(nowNs, new PopId(in.text()), role(in), message(in));
            case LOST -> new CoreInput.Lost(nowNs, new PopId(in.text()), role(in), in.text());
            case ADDED -> new CoreInput.Added(nowNs, rules(in, documents));
            case RULED -> new CoreInput.Ruled(nowNs, documents.intent(in.text()));
            case COMMITTED -> new CoreInput.Committed(nowNs, in.text(), in.text());
            case TERM -> new CoreInput.Term(nowNs, in.number());
            case INHERITED -> new CoreInput.Inherited(nowNs, shared(in));
            case LEADS -> new CoreInput.Leads(nowNs, in.number());
            case ASKED -> new CoreInput.Asked(nowNs, in.text(), query(in));
            default -> throw new RecordException(RecordReject.MALFORMED);
        };
    }

    private static CoreOutput output(int kind, PackedReader in) throws RecordException {
        return kind == SENT
                ? new CoreOutput.Sent(in.text(), in.text(), in.text(), in.text(), (int) in.signed())
                : new CoreOutput.Told(in.text(), in.text());
    }

    private long wall(PackedReader in) throws RecordException {
        offsetNs += in.signed();
        return nowNs + offsetNs;
    }

    private static Role role(PackedReader in) throws RecordException {
        return Role.values()[in.count(Role.values().length - 1)];
    }

    private static Message message(PackedReader in) throws RecordException {
        if (SouthboundCodec.decode(in.block()) instanceof Decoded.Accepted accepted) {
            return accepted.message();
        }
        throw new RecordException(RecordReject.MALFORMED);
    }

    private static Hello hello(PackedReader in) throws RecordException {
        if (message(in) instanceof Hello hello) {
            return hello;
        }
        throw new RecordException(RecordReject.MALFORMED);
    }

    private static List<RuleIntent> rules(PackedReader in, IntentReader documents)
            throws RecordException, CommitRefused {
        List<RuleIntent> rules = new ArrayList<>();
        for (int left = in.count(1 << 16); left > 0; left--) {
            rules.add(documents.rule("rule", in.text()));
        }
        return rules;
    }

    private List<LinkStateShare.Arrived> shared(PackedReader in) throws RecordException {
        List<LinkStateShare.Arrived> all = new ArrayList<>();
        for (int left = in.count(1 << 20); left > 0; left--) {
            String key = in.text();
            long heardNs = nowNs + in.signed();
            SharedEntry entry = SharedEntry.of(key, in.block());
            if (entry == null) {
                throw new RecordException(RecordReject.MALFORMED);
            }
            all.add(new LinkStateShare.Arrived(entry, heardNs));
        }
        return all;
    }

    private static Map<String, String> query(PackedReader in) throws RecordException {
        Map<String, String> query = new LinkedHashMap<>();
        for (int left = in.count(1 << 8); left > 0; left--) {
            String name = in.text();
            query.put(name, in.text());
        }
        return query;
    }
}
