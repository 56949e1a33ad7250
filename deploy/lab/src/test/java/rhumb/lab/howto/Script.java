package rhumb.lab.howto;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of a page is carried out: blocks of these kinds. Everything else is for readers.
 *
 * <pre>
 * ```console [on MACHINE]              lines that begin with "$ " are typed, the others are what
 *                                      comes of the one before; a command without such lines has
 *                                      to end well, or as "# exit status N" behind it says
 * ```yaml FILE [on MACHINE]            is written into the file
 * ```yaml FILE [on MACHINE] after TEXT is put behind the first line of the file that ends in TEXT
 * </pre>
 *
 * What a reader of the page sees of the words behind {@code console} and {@code yaml} is nothing.
 * In a list blocks are indented.
 */
record Script(Path page, List<String> lines, List<Block> blocks) {
    private static final Pattern FENCE =
            Pattern.compile(
                    "(?<indent> *)```(?<kind>console|yaml)(?: (?<file>[\\w./-]+\\.yaml))?"
                            + "(?: on (?<machine>\\w+))?(?: after (?<after>.+))?");
    private static final String TYPED = "$ ";

    /** Where nothing is said: the operator's own machine. */
    static final String HOME = "home";

    /**
     * A block.
     *
     * @param first index of the first line behind the fence
     * @param end index of the closing fence
     * @param indent blanks before each line
     * @param file empty for commands
     * @param after empty when the whole file is written
     */
    record Block(int first, int end, String indent, String file, String machine, String after) {}

    /**
     * A command and what comes of it.
     *
     * @param at index of its line
     */
    record Command(int at, String typed, List<String> shown) {}

    static Script read(Path page) throws IOException {
        List<String> lines = Files.readAllLines(page);
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher fence = FENCE.matcher(lines.get(i));
            if (!fence.matches()) {
                continue;
            }
            int end = i + 1;
            String indent = fence.group("indent");
            while (!lines.get(end).equals(indent + "```")) {
                end++;
            }
            boolean carriedOut =
                    fence.group("kind").equals("console") || fence.group("file") != null;
            if (carriedOut) {
                blocks.add(
                        new Block(
                                i + 1,
                                end,
                                indent,
                                orElse(fence.group("file"), ""),
                                orElse(fence.group("machine"), HOME),
                                orElse(fence.group("after"), "")));
            }
            i = end;
        }
        return new Script(page, lines, blocks);
    }

    private static String orElse(@org.jspecify.annotations.Nullable String text, String other) {
        return text == null ? other : text;
    }

    List<String> body(Block block) {
        return lines.subList(block.first(), block.end()).stream()
                .map(line -> line.substring(Math.min(block.indent().length(), line.length())))
                .toList();
    }

    List<Command> commands(Block block) {
        List<Command> commands = new ArrayList<>();
        List<String> body = body(block);
        for (int i = block.first(); i < block.end(); i++) {
            String line = body.get(i - block.first());
            if (line.startsWith(TYPED)) {
                commands.add(new Command(i, line.substring(TYPED.length()), new ArrayList<>()));
            } else if (commands.isEmpty()) {
                throw new AssertionError(page + ":" + (i + 1) + ": output before any command");
            } else {
                commands.getLast().shown().add(line);
            }
        }
        return commands;
    }
}
