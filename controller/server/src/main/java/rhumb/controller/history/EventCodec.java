package rhumb.controller.history;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import rhumb.controller.event.Event;
import rhumb.controller.event.EventCode;
import rhumb.net.ClassSet;
import rhumb.net.LinkId;
import rhumb.net.PopId;

/**
 * Events as they lie on disk: version, number, time, code by its name, PoP, other PoP, link, bits
 * of the classes, path, text, who. A controller's monotonic clock means nothing to the next
 * process, so it is not kept.
 */
public final class EventCodec {
    /** Longest record; a longer text is cut. */
    public static final int MAX_BYTES = 1 << 16;

    private static final int VERSION = 1;
    private static final int MAX_TEXT = 4_000;
    private static final int MAX_PATH = 64;

    private EventCodec() {}

    public static byte[] encode(Event event) {
        PackedWriter out = new PackedWriter();
        out.number(VERSION).number(event.seq()).signed(event.unixNs()).text(event.code().name());
        out.text(name(event.pop())).text(name(event.peerPop()));
        out.text(event.link() == null ? "" : event.link().toString());
        out.number(event.classes().bits());
        List<LinkId> path = event.path().subList(0, Math.min(MAX_PATH, event.path().size()));
        out.number(path.size());
        path.forEach(link -> out.text(link.toString()));
        return out.text(cut(event.text())).text(cut(event.by())).bytes();
    }

    /**
     * Reads a record.
     *
     * @param refused is told why it is not understood
     * @return null when it is not
     */
    public static @Nullable Event decode(ByteBuffer record, Consumer<RecordReject> refused) {
        try {
            return read(new PackedReader(record));
        } catch (RecordException e) {
            refused.accept(e.reason());
        } catch (IllegalArgumentException e) {
            // Names that are none.
            refused.accept(RecordReject.MALFORMED);
        }
        return null;
    }

    private static Event read(PackedReader in) throws RecordException {
        if (in.number() != VERSION) {
            throw new RecordException(RecordReject.UNKNOWN_VERSION);
        }
        long seq = in.number();
        long unixNs = in.signed();
        String name = in.text();
        PopId pop = pop(in.text());
        PopId peer = pop(in.text());
        String link = in.text();
        ClassSet classes = new ClassSet(in.count(ClassSet.ALL.bits()));
        int hops = in.count(MAX_PATH);
        List<LinkId> path = new ArrayList<>();
        for (int i = 0; i < hops; i++) {
            path.add(LinkId.parse(in.text()));
        }
        String text = in.text();
        String by = in.text();
        in.end();
        LinkId on = link.isEmpty() ? null : LinkId.parse(link);
        return new Event(seq, code(name), 0, unixNs, pop, peer, on, classes, path, text, by);
    }

    private static EventCode code(String name) throws RecordException {
        try {
            return EventCode.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new RecordException(RecordReject.UNKNOWN_CODE);
        }
    }

    private static @Nullable PopId pop(String name) {
        return name.isEmpty() ? null : new PopId(name);
    }

    private static String name(@Nullable PopId pop) {
        return pop == null ? "" : pop.name();
    }

    private static String cut(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "...";
    }
}
