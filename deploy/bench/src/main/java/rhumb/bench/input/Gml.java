package rhumb.bench.input;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Graph Modelling Language (Himsolt 1997): keys, each with a number, a string or a list of the
 * same in brackets.
 */
final class Gml {
    private static final int MAX_DEPTH = 32;

    /**
     * A key with its value.
     *
     * @param line where the key stands
     * @param text the number or string; empty for a list
     * @param entries the list; empty for a number or string
     */
    record Entry(int line, String key, String text, List<Entry> entries) {
        /** The first entry with this key. */
        @Nullable Entry find(String wanted) {
            for (Entry entry : entries) {
                if (entry.key.equalsIgnoreCase(wanted)) {
                    return entry;
                }
            }
            return null;
        }
    }

    private final Source source;
    private int line;
    private int at;

    private Gml(Source source) {
        this.source = source;
    }

    /** All entries of a file. */
    static List<Entry> parse(Source source) {
        return new Gml(source).entries(0);
    }

    private List<Entry> entries(int depth) {
        if (depth > MAX_DEPTH) {
            throw source.fail(line + 1, "lists nested deeper than " + MAX_DEPTH, "fewer");
        }
        List<Entry> entries = new ArrayList<>();
        while (skipSpace()) {
            char c = source.lines().get(line).charAt(at);
            if (c == ']' && depth > 0) {
                at++;
                return entries;
            }
            if (!Character.isLetter(c)) {
                throw source.fail(line + 1, "\"" + c + "\"", depth > 0 ? "a key or ]" : "a key");
            }
            int keyLine = line + 1;
            entries.add(value(keyLine, word(), depth));
        }
        if (depth > 0) {
            throw source.fail(source.lines().size(), "the end of the file", "]");
        }
        return entries;
    }

    private Entry value(int keyLine, String key, int depth) {
        if (!skipSpace()) {
            throw source.fail(keyLine, "nothing after " + Source.shown(key), "a value");
        }
        char c = source.lines().get(line).charAt(at);
        if (c == '[') {
            at++;
            return new Entry(keyLine, key, "", entries(depth + 1));
        }
        if (c == ']') {
            throw source.fail(line + 1, "] after " + Source.shown(key), "a value");
        }
        return new Entry(keyLine, key, c == '"' ? string() : word(), List.of());
    }

    private String word() {
        String text = source.lines().get(line);
        int start = at;
        do {
            at++;
        } while (at < text.length()
                && !Character.isWhitespace(text.charAt(at))
                && "[]\"".indexOf(text.charAt(at)) < 0);
        return text.substring(start, at);
    }

    private String string() {
        int first = line + 1;
        at++;
        StringBuilder string = new StringBuilder();
        for (; line < source.lines().size(); line++, at = 0) {
            String text = source.lines().get(line);
            int end = text.indexOf('"', at);
            if (end >= 0) {
                string.append(text, at, end);
                at = end + 1;
                return string.toString();
            }
            string.append(text.substring(at)).append(' ');
        }
        throw source.fail(first, "a string without an end", "a closing quote");
    }

    /** Goes to the next thing that counts; false at the end of the file. */
    private boolean skipSpace() {
        for (; line < source.lines().size(); line++, at = 0) {
            String text = source.lines().get(line);
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            if (at < text.length() && text.charAt(at) != '#') {
                return true;
            }
        }
        return false;
    }
}
