package rhumb.controller.northbound;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rhumb.controller.event.Event;
import rhumb.controller.event.EventCode;
import rhumb.controller.history.EventPage;
import rhumb.controller.history.EventQuery;
import rhumb.controller.whatif.Names;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;

/** {@code /v1/events}: what happened, page by page, the newest first of the pages. */
public final class EventResource {
    private static final long MS = 1_000_000L;

    private EventResource() {}

    /**
     * What is asked for.
     *
     * @param query null when it is asked wrongly
     * @param refusal what is answered then
     */
    public record Asked(@Nullable EventQuery query, Answer refusal) {}

    /** Reads the parameters; events of PoPs and links that are gone may be asked for too. */
    public static Asked asked(Map<String, String> words) {
        Parameters in = new Parameters(words);
        try {
            long limit = in.number("limit", EventQuery.MAX_LIMIT);
            if (limit < 1 || limit > EventQuery.MAX_LIMIT) {
                throw new Refused(
                        Answer.BAD_REQUEST,
                        "parameter limit=" + limit + ": expected 1 to " + EventQuery.MAX_LIMIT);
            }
            EventQuery query =
                    new EventQuery(
                            in.number("since", Long.MIN_VALUE),
                            in.number("until", Long.MAX_VALUE),
                            in.number("after", -1),
                            in.number("before", Long.MAX_VALUE),
                            in.parsed("pop", PopId::new),
                            in.parsed("to", PopId::new),
                            in.parsed("link", LinkId::parse),
                            code(words.get("code")),
                            in.parsed("class", TrafficClass::parse),
                            (int) limit);
            return new Asked(query, Answer.nothing());
        } catch (Refused refused) {
            return new Asked(null, refused.answer());
        }
    }

    private static @Nullable EventCode code(@Nullable String word) {
        if (word == null) {
            return null;
        }
        String name = word.toUpperCase(Locale.ROOT).replace('-', '_');
        List<String> known = Arrays.stream(EventCode.values()).map(Enum::name).toList();
        if (!known.contains(name)) {
            throw new Refused(Answer.BAD_REQUEST, Names.missing("event code", word, known));
        }
        return EventCode.valueOf(name);
    }

    /** The answer. */
    public static Answer answer(EventPage page) {
        ObjectNode answer = NorthboundApi.object();
        ArrayNode rows = answer.putArray("events");
        page.events().forEach(event -> row(rows.addObject(), event));
        if (page.before() > 0) {
            answer.put("before", page.before());
        }
        return Answer.ok(answer);
    }

    private static void row(ObjectNode row, Event event) {
        long unixMs = Math.floorDiv(event.unixNs(), MS);
        row.put("seq", event.seq())
                .put("time", HistoryResource.time(unixMs))
                .put("unixMs", unixMs)
                .put("severity", event.severity().name())
                .put("code", event.code().name())
                .put("pop", event.pop() == null ? null : event.pop().name())
                .put("to", event.peerPop() == null ? null : event.peerPop().name())
                .put("link", event.link() == null ? null : event.link().toString())
                .put("text", event.text())
                .put("by", event.by().isEmpty() ? null : event.by());
        ArrayNode classes = row.putArray("classes");
        TrafficClass.ALL.stream()
                .filter(event.classes()::contains)
                .forEach(c -> classes.add(c.label()));
        ArrayNode path = row.putArray("path");
        event.path().forEach(link -> path.add(link.toString()));
    }
}
