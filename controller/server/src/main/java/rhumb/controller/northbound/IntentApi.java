package rhumb.controller.northbound;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rhumb.controller.commit.Author;
import rhumb.controller.commit.Commit;
import rhumb.controller.commit.CommitRefused;
import rhumb.controller.commit.CommitRefused.Reason;
import rhumb.controller.commit.Commits;
import rhumb.controller.commit.IntentDiff;
import rhumb.controller.commit.KnownPlaces;
import rhumb.controller.commit.Operation;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.Topology;
import rhumb.net.Endpoint;

/**
 * {@code /v1/intent...}: what operators committed, and their next commit. Says what to commit; that
 * it is kept and done is {@link rhumb.controller.io.IntentKeeper}'s.
 */
public final class IntentApi {
    private static final String ROOT = "intent";

    /** What is asked by POST. */
    public static final List<String> VERBS =
            List.of(
                    "check",
                    "diff",
                    "targets",
                    "apply",
                    "confirm",
                    "rollback",
                    "drain",
                    "undrain",
                    "pin",
                    "unpin");

    /** What is asked by GET; empty for the intent itself. */
    public static final List<String> READS = List.of("", "log", "diff", "targets");

    private static final int CONFLICT = 409;
    private static final long LONGEST_CONFIRM_MS = 86_400_000;

    private IntentApi() {}

    /** What comes after {@code intent/}, empty for the intent itself; null when it is neither. */
    public static @Nullable String verb(String resource) {
        return resource.equals(ROOT)
                ? ""
                : resource.startsWith(ROOT + "/") ? resource.substring(ROOT.length() + 1) : null;
    }

    /** Where no intent is kept. */
    public static Answer none() {
        return Answer.error(Answer.NOT_FOUND, "no intent is kept here");
    }

    /** Asked of a controller that another one leads. */
    public static Answer elsewhere(String where, @Nullable Endpoint leader) {
        Answer answer =
                Answer.error(
                        Answer.MISDIRECTED,
                        where + (leader == null ? ": ask on its machine" : ": ask it"));
        if (leader != null) {
            answer.body().put("leader", leader.toString());
        }
        return answer;
    }

    /** Asked by GET for something that is done. */
    public static Answer notRead(String verb) {
        return Answer.error(
                Answer.NOT_FOUND,
                "/v1/intent/"
                        + verb
                        + " is not read by GET; there are /v1/intent, /v1/intent/log,"
                        + " /v1/intent/diff and /v1/intent/targets");
    }

    /**
     * Answers what changes nothing.
     *
     * @param verb what comes after {@code intent/}; empty for the document
     * @param body a document for check, diff and targets
     * @return null when it is none of these
     */
    public static @Nullable Answer read(
            Commits commits, String verb, Map<String, String> query, String body)
            throws CommitRefused {
        return switch (verb) {
            case "" -> Answer.ok(commit(commits, commits.revision(number(commits, query)), true));
            case "log" -> log(commits);
            case "check" -> Answer.ok(summary(commits.parse(body)));
            case "diff" -> diff(commits, query, body);
            case "targets" ->
                    Answer.ok(
                            TargetText.pops(
                                    body.isBlank()
                                            ? commits.intent(commits.current())
                                            : commits.parse(body)));
            default -> null;
        };
    }

    /** The commit that is asked for. */
    public static Commit next(
            Commits commits, String verb, Map<String, String> query, String body, long unixMs)
            throws CommitRefused {
        Author author = author(query, unixMs);
        return switch (verb) {
            case "apply" ->
                    commits.apply(
                            body,
                            author,
                            number("base", query, commits.current().number()),
                            confirmMs(query));
            case "rollback" -> commits.rollback(number("to", query, -1), author);
            case "drain" -> {
                String kind = word("kind", query);
                places(commits).place(kind, word("place", query));
                yield commits.operate(Operation.drain(kind, word("place", query)), author);
            }
            case "undrain" -> {
                String name = Operation.drainName(word("kind", query), word("place", query));
                yield commits.undo(name, "un" + name, author);
            }
            case "pin" -> {
                List<String> path = words(word("path", query));
                KnownPlaces places = places(commits);
                for (String pop : path) {
                    places.pop(pop);
                }
                places.trafficClass(query.getOrDefault("class", ""));
                yield commits.operate(
                        Operation.pin(
                                path,
                                query.getOrDefault("class", ""),
                                Boolean.parseBoolean(query.get("hard"))),
                        author);
            }
            case "unpin" -> {
                String name =
                        Operation.pinName(
                                word("from", query),
                                word("to", query),
                                query.getOrDefault("class", ""));
                yield commits.undo(name, "un" + name, author);
            }
            default ->
                    throw new CommitRefused(
                            Reason.UNKNOWN,
                            "nothing is done by /v1/intent/"
                                    + verb
                                    + "; there are "
                                    + String.join(", ", VERBS));
        };
    }

    private static KnownPlaces places(Commits commits) throws CommitRefused {
        return new KnownPlaces(commits.intent(commits.current()));
    }

    /** It was done. */
    public static Answer done(Commits commits) {
        return Answer.ok(commit(commits, commits.current(), false));
    }

    /** It was not done. */
    public static Answer refused(CommitRefused refusal) {
        int status =
                switch (refusal.reason()) {
                    case INVALID -> Answer.BAD_REQUEST;
                    case UNKNOWN -> Answer.NOT_FOUND;
                    case CONFLICT, UNCONFIRMED -> CONFLICT;
                };
        return Answer.error(status, String.valueOf(refusal.getMessage()));
    }

    /** The disk does not take it. */
    public static Answer unkept(String text) {
        return Answer.error(
                Answer.UNAVAILABLE, "the commit cannot be kept, so it was not made: " + text);
    }

    private static Answer log(Commits commits) {
        ObjectNode answer = NorthboundApi.object();
        ArrayNode rows = answer.putArray("commits");
        commits.all().reversed().forEach(one -> rows.add(commit(commits, one, false)));
        return Answer.ok(answer);
    }

    private static Answer diff(Commits commits, Map<String, String> query, String body)
            throws CommitRefused {
        Commit present = commits.current();
        Commit from = commits.revision(number("from", query, present.number()));
        Intent before = commits.intent(from);
        Intent after;
        if (body.isBlank()) {
            after = commits.intent(commits.revision(number("to", query, present.number())));
        } else {
            // As if it were applied: what operations hold goes on.
            Author nobody = new Author("diff", "", 0);
            after =
                    commits.waits()
                            ? commits.parse(body)
                            : commits.intent(commits.apply(body, nobody, present.number(), 0));
        }
        ObjectNode answer = NorthboundApi.object().put("from", from.number());
        answer.put("current", present.number());
        ArrayNode rows = answer.putArray("diff");
        for (IntentDiff.Line line : IntentDiff.between(before, after)) {
            rows.addObject()
                    .put("place", line.path())
                    .put("before", line.before())
                    .put("after", line.after());
        }
        return Answer.ok(answer);
    }

    private static ObjectNode summary(Intent intent) {
        return NorthboundApi.object()
                .put("pops", intent.pops().size())
                .put("links", new Topology(intent).links().size())
                .put("services", intent.services().size())
                .put("rules", intent.policy().rules().size());
    }

    private static ObjectNode commit(Commits commits, Commit one, boolean document) {
        ObjectNode json =
                NorthboundApi.object()
                        .put("revision", one.number())
                        .put("atUnixMs", one.atUnixMs())
                        .put("who", one.who())
                        .put("what", one.what())
                        .put("why", one.why());
        boolean last = one.number() == commits.current().number();
        json.put(
                "state",
                last && commits.waits() ? "waits to be confirmed" : last ? "in force" : "replaced");
        if (last && commits.waits()) {
            json.put("confirmByUnixMs", one.confirmByUnixMs());
        }
        ArrayNode operations = json.putArray("operations");
        one.operations().keySet().forEach(operations::add);
        if (document) {
            json.put("document", commits.document(one));
        }
        return json;
    }

    private static Author author(Map<String, String> query, long unixMs) throws CommitRefused {
        try {
            return new Author(word("who", query), query.getOrDefault("why", ""), unixMs);
        } catch (IllegalArgumentException e) {
            throw new CommitRefused(Reason.INVALID, String.valueOf(e.getMessage()));
        }
    }

    private static long confirmMs(Map<String, String> query) throws CommitRefused {
        long ms = number("confirm-ms", query, 0);
        if (ms < 0 || ms > LONGEST_CONFIRM_MS) {
            throw new CommitRefused(
                    Reason.INVALID, "confirm-ms=" + ms + ": expected 0 to " + LONGEST_CONFIRM_MS);
        }
        return ms;
    }

    private static long number(Commits commits, Map<String, String> query) throws CommitRefused {
        return number("revision", query, commits.current().number());
    }

    private static long number(String name, Map<String, String> query, long otherwise)
            throws CommitRefused {
        String word = query.get(name);
        try {
            return word == null ? otherwise : Long.parseLong(word);
        } catch (NumberFormatException e) {
            throw new CommitRefused(
                    Reason.INVALID, "parameter " + name + "=" + word + ": expected a whole number");
        }
    }

    private static String word(String name, Map<String, String> query) throws CommitRefused {
        String word = query.get(name);
        if (word == null || word.isBlank()) {
            throw new CommitRefused(Reason.INVALID, "parameter " + name + " is missing");
        }
        return word;
    }

    private static List<String> words(String text) {
        return Arrays.asList(text.strip().split("[\\s,>]+"));
    }
}
