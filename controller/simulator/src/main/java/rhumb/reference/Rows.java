package rhumb.reference;

/** A table of Markdown. */
final class Rows {
    private final StringBuilder text = new StringBuilder();

    Rows(String... heads) {
        row(heads);
        text.append("|---".repeat(heads.length)).append("|\n");
    }

    Rows row(String... cells) {
        text.append('|');
        for (String cell : cells) {
            text.append(' ').append(cell.replace("|", "\\|")).append(cell.isEmpty() ? "|" : " |");
        }
        text.append('\n');
        return this;
    }

    /** In the type of code; empty stays empty. */
    static String code(String word) {
        return word.isEmpty() ? "" : "`" + word + "`";
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
