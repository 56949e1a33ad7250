package rhumb.controller.top;

/** Colour, or none. Where there is none, a mark shows which row is chosen. */
final class Paint {
    private static final String END = "\u001b[0m";
    private final boolean colour;

    Paint(boolean colour) {
        this.colour = colour;
    }

    String row(String line, Row.Mood mood, boolean chosen, int columns) {
        String marked = Grid.cut((chosen ? "> " : "  ") + line, columns);
        if (!colour) {
            return marked;
        }
        String code =
                switch (mood) {
                    case PLAIN -> "";
                    case GOOD -> "32";
                    case WARNING -> "33";
                    case BAD -> "31";
                    case DIM -> "90";
                };
        if (chosen) {
            String padded = marked + " ".repeat(Math.max(0, columns - marked.length()));
            return "\u001b[7" + (code.isEmpty() ? "" : ";" + code) + "m" + padded + END;
        }
        return code.isEmpty() ? marked : "\u001b[" + code + "m" + marked + END;
    }

    String strong(String line, int columns) {
        return with("1", line, columns);
    }

    String alarm(String line, int columns) {
        return with("31;1", line, columns);
    }

    String faint(String line, int columns) {
        return with("90", line, columns);
    }

    private String with(String code, String line, int columns) {
        String kept = Grid.cut(line, columns);
        return colour && !kept.isEmpty() ? "\u001b[" + code + "m" + kept + END : kept;
    }
}
