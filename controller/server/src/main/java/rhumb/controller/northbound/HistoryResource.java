package rhumb.controller.northbound;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rhumb.controller.history.Span;
import rhumb.controller.history.Spans;
import rhumb.net.LinkId;

/** {@code /v1/history/link}: how one link was. */
public final class HistoryResource {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** An hour by the second, and what begins and ends within a minute of it. */
    private static final int MAX_POINTS = 3_660;

    private static final long HOUR_S = 3_600;

    /** Longer ago nothing is kept. */
    private static final long LONGEST_S = 10L * 366 * 24 * HOUR_S;

    private HistoryResource() {}

    /**
     * What is asked for.
     *
     * @param link null when it is asked wrongly
     * @param points most rows
     * @param refusal what is answered when it is asked wrongly
     */
    public record Asked(
            @Nullable LinkId link, long sinceUnixS, long untilUnixS, int points, Answer refusal) {}

    /** Reads the parameters; times are milliseconds since 1970, the last hour when left out. */
    public static Asked asked(Map<String, String> words, long nowUnixS) {
        Parameters in = new Parameters(words);
        try {
            LinkId link = in.parsed("link", LinkId::parse);
            if (link == null) {
                throw new Refused(
                        Answer.BAD_REQUEST,
                        "parameter link is missing: expected a link such as sin->fra");
            }
            long until = in.number("until", (nowUnixS + 1) * 1_000) / 1_000;
            long since = in.number("since", (until - HOUR_S) * 1_000) / 1_000;
            long points = in.number("points", MAX_POINTS);
            if (since >= until || until - since > LONGEST_S || since < 0) {
                throw new Refused(
                        Answer.BAD_REQUEST, "parameters since, until: expected since before until");
            }
            if (points < 1 || points > MAX_POINTS) {
                throw new Refused(
                        Answer.BAD_REQUEST,
                        "parameter points=" + points + ": expected 1 to " + MAX_POINTS);
            }
            return new Asked(link, since, until, (int) points, Answer.nothing());
        } catch (Refused refused) {
            return new Asked(null, 0, 0, 0, refused.answer());
        }
    }

    /** The answer. */
    public static ObjectNode answer(LinkId link, Asked asked, Spans spans) {
        ObjectNode answer = NorthboundApi.object();
        answer.put("link", link.toString())
                .put("sinceUnixMs", asked.sinceUnixS() * 1_000)
                .put("untilUnixMs", asked.untilUnixS() * 1_000)
                .put("stepSeconds", spans.stepS());
        ArrayNode rows = answer.putArray("rows");
        for (Span span : spans.all()) {
            ObjectNode row = rows.addObject();
            row.put("time", time(span.fromUnixS() * 1_000))
                    .put("unixMs", span.fromUnixS() * 1_000)
                    .put("status", span.status().name())
                    .put("samples", span.samples())
                    .put("secondsDegraded", span.degraded())
                    .put("secondsDown", span.down())
                    .put("secondsUnknown", span.unknown());
            NorthboundApi.putKnown(row, "lossPpm", span.lossPpm());
            NorthboundApi.putKnown(row, "lossPpmMax", span.lossPpmMax());
            NorthboundApi.putMs(row, "delayMsMin", span.delayNsMin());
            NorthboundApi.putMs(row, "delayMs", span.delayNs());
            NorthboundApi.putMs(row, "delayMsMax", span.delayNsMax());
            NorthboundApi.putMs(row, "delayMsP95", span.delayNsP95());
            NorthboundApi.putMs(row, "jitterMs", span.jitterNs());
        }
        return answer;
    }

    /** A time of the wall clock. */
    static String time(long unixMs) {
        return TIME.format(Instant.ofEpochMilli(unixMs));
    }
}
