package rhumb.controller.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * One column of a table.
 *
 * @param title as printed above it
 * @param right whether it is flush right, as numbers are
 * @param text what it says of a row
 * @param shown in which tables
 * @param least how narrow it may become where the table is too wide; 0 = it is never cut
 */
record Column(
        String title, boolean right, Function<JsonNode, String> text, Shown shown, int least) {
    /** In which tables a column is. */
    enum Shown {
        ALWAYS,
        /** Only with {@code -o wide}. */
        WIDE,
        /** Only without. */
        NARROW,
        /** Left out where the table would be too wide with it. */
        SPARE
    }

    Column(String title, boolean right, Function<JsonNode, String> text) {
        this(title, right, text, Shown.ALWAYS, 0);
    }

    /** Only with {@code -o wide}. */
    Column wide() {
        return new Column(title, right, text, Shown.WIDE, least);
    }

    /** The first to go where the table is too wide. */
    Column spare() {
        return new Column(title, right, text, Shown.SPARE, least);
    }

    /** Not with {@code -o wide}. */
    Column narrow() {
        return new Column(title, right, text, Shown.NARROW, least);
    }

    /** Gives way, down to so many characters, where the table is too wide. */
    Column yields(int least) {
        return new Column(title, right, text, shown, least);
    }

    static final String UNKNOWN = "-";
    static final int CODE_POINTS = 64;

    static final List<String> CLASSES =
            List.of("signalling", "audio", "video-key", "video", "live", "bulk", "default", "log");

    static Column text(String title, String field) {
        return new Column(title, false, row -> words(row.path(field)));
    }

    /** A list whose entries have blanks in them. */
    static Column list(String title, String field) {
        return new Column(title, false, row -> joined(row.path(field), ", "));
    }

    /** A list of code points. */
    static Column codePoints(String title, String field) {
        return new Column(title, false, row -> codePoints(row.path(field)));
    }

    static Column number(String title, String field) {
        return new Column(title, true, row -> words(row.path(field)));
    }

    /** A figure in the unit of the API with some decimals. */
    static Column decimal(String title, String field, int decimals) {
        return new Column(
                title,
                true,
                row ->
                        row.path(field).isNumber()
                                ? String.format(
                                        Locale.ROOT,
                                        "%." + decimals + "f",
                                        row.path(field).doubleValue())
                                : UNKNOWN);
    }

    /** A list of traffic classes; most of them are named by those left out. */
    static Column classes(String title, String field) {
        return new Column(
                title,
                false,
                row -> {
                    List<String> named = new ArrayList<>();
                    row.path(field).forEach(c -> named.add(c.asText()));
                    List<String> others = new ArrayList<>(CLASSES);
                    others.removeAll(named);
                    if (named.isEmpty()) {
                        return UNKNOWN;
                    }
                    return others.isEmpty()
                            ? "all"
                            : others.size() <= 2
                                    ? "all but " + String.join(" ", others)
                                    : String.join(" ", named);
                });
    }

    /** Parts per million as per cent. */
    static Column percent(String title, String ppmField) {
        return new Column(
                title,
                true,
                row ->
                        row.path(ppmField).isNumber()
                                ? String.format(
                                        Locale.ROOT, "%.2f%%", row.path(ppmField).longValue() / 1e4)
                                : UNKNOWN);
    }

    /** A time of RFC 3339 without its year: what lies back a year is read with {@code -o wide}. */
    static Column moment(String title, String field) {
        return new Column(
                title,
                false,
                row -> {
                    String time = row.path(field).asText();
                    return time.matches("\\d{4}-\\d\\d-\\d\\dT.*Z")
                            ? time.substring(5, time.length() - 1).replace('T', ' ')
                            : words(row.path(field));
                });
    }

    static Column yes(String title, String field) {
        return new Column(title, false, row -> row.path(field).asBoolean() ? "yes" : "no");
    }

    private static String words(JsonNode value) {
        if (value.isArray()) {
            return joined(value, " ");
        }
        return value.isMissingNode() || value.isNull() || value.asText().isEmpty()
                ? UNKNOWN
                : value.asText();
    }

    static String codePoints(JsonNode list) {
        return list.size() == CODE_POINTS ? "all 64" : joined(list, " ");
    }

    /** The entries of a list as words. */
    static String joined(JsonNode list, String between) {
        return list.isEmpty()
                ? UNKNOWN
                : StreamSupport.stream(list.spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(Collectors.joining(between));
    }
}
