package rhumb.lab.howto;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A screen of a terminal as a picture: lines that are plain or in one colour from end to end. */
final class ScreenSvg {
    private static final Pattern PAINTED =
            Pattern.compile("\u001b\\[([0-9;]+)m(.*?)\u001b\\[0m", Pattern.DOTALL);
    private static final Pattern TEXT = Pattern.compile("<text [^>]*>([^<]*)</text>");
    private static final int COLUMNS = 100;
    private static final double CELL = 8;
    private static final int LINE = 18;
    private static final int EDGE = 14;
    private static final String GROUND = "#1d1f21";
    private static final String INK = "#d4d6d8";

    private ScreenSvg() {}

    static String of(List<String> lines) {
        double width = COLUMNS * CELL + 2 * EDGE;
        int height = lines.size() * LINE + 2 * EDGE;
        StringBuilder svg = new StringBuilder();
        add(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%d\" viewBox=\"0"
                        + " 0 %.0f %d\" font-family=\"monospace\" font-size=\"13\">",
                width,
                height,
                width,
                height);
        add(
                svg,
                "<rect width=\"%.0f\" height=\"%d\" rx=\"6\" fill=\"%s\"/>",
                width,
                height,
                GROUND);
        int y = EDGE;
        for (String line : lines) {
            line(svg, line, y);
            y += LINE;
        }
        return svg.append("</svg>\n").toString();
    }

    private static void line(StringBuilder svg, String line, int y) {
        Matcher painted = PAINTED.matcher(line);
        boolean colour = painted.matches();
        List<String> codes = colour ? List.of(painted.group(1).split(";", -1)) : List.of();
        String text = colour ? painted.group(2) : line;
        boolean turned = codes.contains("7");
        String ink = ink(codes);
        if (turned) {
            add(
                    svg,
                    "<rect x=\"%d\" y=\"%d\" width=\"%.0f\" height=\"%d\" fill=\"%s\"/>",
                    EDGE,
                    y,
                    COLUMNS * CELL,
                    LINE,
                    ink);
        }
        if (!text.isBlank()) {
            int blanks = text.length() - text.stripLeading().length();
            String words = text.strip();
            // Columns stay columns whatever face the reader's machine has.
            add(
                    svg,
                    "<text x=\"%.0f\" y=\"%d\" textLength=\"%.0f\" lengthAdjust=\"spacingAndGlyphs\""
                            + " xml:space=\"preserve\" fill=\"%s\"%s>%s</text>",
                    EDGE + blanks * CELL,
                    y + LINE - 5,
                    words.length() * CELL,
                    turned ? GROUND : ink,
                    codes.contains("1") ? " font-weight=\"bold\"" : "",
                    words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
        }
    }

    private static String ink(List<String> codes) {
        return codes.contains("31")
                ? "#e06c75"
                : codes.contains("32")
                        ? "#98c379"
                        : codes.contains("33") ? "#e5c07b" : codes.contains("90") ? "#7f848e" : INK;
    }

    /** The lines of a picture, without blanks around them. */
    static List<String> texts(String svg) {
        List<String> texts = new ArrayList<>();
        Matcher text = TEXT.matcher(svg);
        while (text.find()) {
            texts.add(
                    text.group(1).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"));
        }
        return texts;
    }

    private static void add(StringBuilder svg, String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
