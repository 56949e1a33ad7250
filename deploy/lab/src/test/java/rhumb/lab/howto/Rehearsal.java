package rhumb.lab.howto;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A page carried out as it stands. With {@code -Drhumb.docs.update=true} what came of each command
 * is written into its page: look at the difference, and put dots where other runs will differ.
 */
final class Rehearsal {
    static final long PATIENCE_NS = 40_000_000_000L;
    static final boolean UPDATE = Boolean.getBoolean("rhumb.docs.update");
    private static final long ROUND_MS = 200;

    /** Stands for what an author does not know yet: with the update it is replaced. */
    private static final List<String> UNKNOWN = List.of("?");

    /** What these ask for becomes so after a while; what others do is done once. */
    private static final Pattern LOOKS =
            Pattern.compile("^(\\./)?rhumb (show|explain|events|history)\\b");

    /** Types a line on a machine. */
    interface Typing {
        Terminal.Outcome run(String machine, String typed) throws Exception;
    }

    /** Puts a block into the file that it names. */
    interface Placing {
        void place(Script script, Script.Block block) throws IOException;
    }

    private Rehearsal() {}

    static void of(Script script, Typing typing, Placing placing) throws Exception {
        Map<Integer, List<String>> came = new TreeMap<>();
        for (Script.Block block : script.blocks()) {
            if (!block.file().isEmpty()) {
                placing.place(script, block);
                continue;
            }
            for (Script.Command command : script.commands(block)) {
                came.put(command.at(), carryOut(script, block, command, typing));
            }
        }
        if (UPDATE) {
            rewrite(script, came);
        }
    }

    private static List<String> carryOut(
            Script script, Script.Block block, Script.Command command, Typing typing)
            throws Exception {
        String typed = command.typed();
        boolean looks = LOOKS.matcher(typed).find();
        boolean unknown = command.shown().equals(UNKNOWN);
        long untilNs = System.nanoTime() + (unknown ? PATIENCE_NS / 8 : PATIENCE_NS);
        while (true) {
            Terminal.Outcome outcome = typing.run(block.machine(), typed);
            boolean well = outcome.status() == Terminal.expectedStatus(typed);
            boolean fits =
                    command.shown().isEmpty() || Shape.fits(command.shown(), outcome.lines());
            boolean over = !looks || System.nanoTime() > untilNs;
            if (UPDATE && (well && fits || over)) {
                System.out.println("$ " + typed + "   [" + outcome.status() + "]");
                outcome.lines().forEach(System.out::println);
            }
            if (well && (fits || UPDATE && over)) {
                return outcome.lines();
            }
            if (over) {
                throw new AssertionError(
                        "%s:%d: %s: exit status %d and\n%s\nwhere the page has\n%s"
                                .formatted(
                                        script.page().getFileName(),
                                        command.at() + 1,
                                        typed,
                                        outcome.status(),
                                        String.join("\n", outcome.lines()),
                                        String.join("\n", command.shown())));
            }
            TimeUnit.MILLISECONDS.sleep(ROUND_MS);
        }
    }

    /** Output that still fits stays as somebody cut it; no line ends in blanks. */
    private static void rewrite(Script script, Map<Integer, List<String>> came) throws IOException {
        List<String> lines = new ArrayList<>(script.lines());
        for (Script.Block block : script.blocks().reversed()) {
            if (!block.file().isEmpty()) {
                continue;
            }
            for (Script.Command command : script.commands(block).reversed()) {
                List<String> output = came.getOrDefault(command.at(), List.of());
                if (!command.shown().isEmpty() && !Shape.fits(command.shown(), output)) {
                    int first = command.at() + 1;
                    lines.subList(first, first + command.shown().size()).clear();
                    lines.addAll(
                            first,
                            output.stream()
                                    .map(line -> (block.indent() + line).stripTrailing())
                                    .toList());
                }
            }
        }
        Files.write(script.page(), lines);
    }
}
