package rhumb.host.main;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why a command did not do what it was told, for programs: one JSON object on one line. Its text
 * and exit code are those that people get; place and advice are taken out of that text, which says
 * them in the few ways below.
 *
 * @param exit how the command ends
 * @param text as people read it; each line is a problem
 * @param field the option or parameter that is wrong; null where the text names a place or none
 * @param trace stack trace of a mistake of the program; null for everything else
 */
record Refusal(ExitCode exit, String text, @Nullable String field, @Nullable String trace) {
    /** FILE:LINE:COLUMN: FIELD: ..., as ConfigException has it. */
    private static final Pattern PLACE =
            Pattern.compile(
                    "(?<file>.+?):(?<line>\\d+):(?<column>\\d+): (?:(?<field>[^\\s:]+): )?.*");

    /** What follows these says what to do. */
    private static final List<Pattern> ADVICE =
            List.of(
                    Pattern.compile("[;:] (expected .*)$"),
                    Pattern.compile("; (did you mean .*)$"),
                    Pattern.compile("; (there (?:is|are) .*)$"),
                    Pattern.compile("\\. ([A-Z][^.]* .*)$"));

    static Refusal mistake(String text, Throwable e) {
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace, true));
        return new Refusal(ExitCode.SOFTWARE, text, null, trace.toString());
    }

    /**
     * One object: code, name, text, where if it is known, whatToDo; all problems if there are
     * several.
     */
    String json() {
        List<String> lines = text.lines().toList();
        StringBuilder json = new StringBuilder("{\"code\":").append(exit.status());
        json.append(",\"name\":").append(quoted(exit.word()));
        problem(json.append(','), text, lines.isEmpty() ? "" : lines.getFirst());
        if (lines.size() > 1) {
            List<String> problems = new ArrayList<>();
            for (String line : lines) {
                StringBuilder one = new StringBuilder("{");
                problem(one, line, line);
                problems.add(one.append('}').toString());
            }
            json.append(",\"problems\":[").append(String.join(",", problems)).append(']');
        }
        if (trace != null) {
            json.append(",\"trace\":").append(quoted(trace));
        }
        return json.append('}').toString();
    }

    private void problem(StringBuilder json, String whole, String line) {
        json.append("\"text\":").append(quoted(whole));
        Matcher place = PLACE.matcher(line);
        if (place.matches()) {
            json.append(",\"where\":{\"file\":").append(quoted(place.group("file")));
            json.append(",\"line\":").append(place.group("line"));
            json.append(",\"column\":").append(place.group("column"));
            String key = place.group("field");
            json.append(key == null ? "" : ",\"field\":" + quoted(key)).append('}');
        } else if (field != null) {
            json.append(",\"where\":{\"field\":").append(quoted(field)).append('}');
        }
        json.append(",\"whatToDo\":").append(quoted(advice(line)));
    }

    private String advice(String line) {
        for (Pattern pattern : ADVICE) {
            Matcher matcher = pattern.matcher(line);
            if (matcher.find()) {
                return matcher.group(1);
            }
        }
        return exit.whatToDo();
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                default -> {
                    boolean plain = c >= ' ' && c != 0x7f && !Character.isSurrogate(c);
                    out.append(
                            plain
                                    ? String.valueOf(c)
                                    : String.format(Locale.ROOT, "\\u%04x", (int) c));
                }
            }
        }
        return out.append('"').toString();
    }
}
