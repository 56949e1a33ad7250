package rhumb.sim.scenario;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import rhumb.net.LinkId;
import rhumb.net.PopId;

/**
 * The words of one line, read from left to right. A method that finds something else than it wants
 * reports it and gives a stand-in, so that the rest of the line is read too.
 */
final class Words {
    private final Complaints complaints;
    private final int line;
    private final List<String> words;
    private int next;

    Words(Complaints complaints, int line, List<String> words) {
        this.complaints = complaints;
        this.line = line;
        this.words = words;
    }

    int line() {
        return line;
    }

    Complaints complaints() {
        return complaints;
    }

    boolean hasMore() {
        return next < words.size();
    }

    /** The next word, empty at the end. */
    String peek() {
        return hasMore() ? words.get(next) : "";
    }

    /** The word after the next, empty at the end. */
    String peekSecond() {
        return next + 1 < words.size() ? words.get(next + 1) : "";
    }

    String take() {
        String word = peek();
        next++;
        return word;
    }

    /** Takes the next word if it is this one. */
    boolean takeIf(String word) {
        boolean same = hasMore() && peek().equals(word);
        next += same ? 1 : 0;
        return same;
    }

    /** Leaves the rest of the line unread. */
    void skipRest() {
        next = words.size();
    }

    /** All words from the first taken one up to here. */
    String since(int start) {
        return String.join(" ", words.subList(start, Math.min(next, words.size())));
    }

    int position() {
        return next;
    }

    void say(String field, String message) {
        complaints.say(line, field, message);
    }

    /** Takes a value; reports when it is missing or none, and gives the stand-in. */
    long value(String field, String expected, Function<String, OptionalLong> reader, long standIn) {
        String text = take();
        OptionalLong value = text.isEmpty() ? OptionalLong.empty() : reader.apply(text);
        if (value.isEmpty()) {
            complaints.expected(line, field, expected, text);
        }
        return value.orElse(standIn);
    }

    long duration(String field, long standIn) {
        return value(field, Quantity.DURATION, Quantity::duration, standIn);
    }

    /** Reports words that nothing wants. */
    void end(String field, String expected) {
        if (hasMore()) {
            complaints.expected(line, field, expected, peek());
        }
    }

    /** Takes the name of a PoP that the scenario has; null after a report. */
    @Nullable PopId pop(String field, Draft draft) {
        return pop(field, take(), draft);
    }

    /** Takes {@code A->B}; null after a report. */
    @Nullable LinkId direction(String field, Draft draft) {
        String text = take();
        int arrow = text.indexOf("->");
        if (arrow < 0) {
            complaints.expected(line, field, "FROM->TO, such as sin->fra", text);
            return null;
        }
        PopId from = pop(field, text.substring(0, arrow), draft);
        PopId to = pop(field, text.substring(arrow + 2), draft);
        if (from == null || to == null) {
            return null;
        }
        if (from.equals(to)) {
            complaints.expected(line, field, "two different PoPs", text);
            return null;
        }
        return LinkId.between(from, to);
    }

    private @Nullable PopId pop(String field, String name, Draft draft) {
        PopId pop = draft.pop(name);
        if (pop == null) {
            complaints.expectedOneOf(line, field, "a PoP of this scenario", draft.popNames(), name);
        }
        return pop;
    }
}
