package rhumb.lab.howto;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import rhumb.controller.cli.Rhumb;
import rhumb.host.main.Commands;
import rhumb.lab.Lab;
import rhumb.reference.Reference;
import rhumb.sim.Sim;

/**
 * Whatever a document tells its reader to type is a command with such options and parameters, and a
 * shell hands it over as it stands there.
 */
class TypedCommandsTest {
    private static final Path ROOT = Path.of(System.getProperty("rhumb.root", "../.."));

    /** In blocks that are indented or fenced; what begins as messages do is none. */
    private static final Pattern TYPED =
            Pattern.compile("(?:sudo )?(?:\\./)?rhumb(?! \\w+: )(?<words>(?: .*)?)");

    /** Such as root@sin1:~#. */
    private static final Pattern PROMPT = Pattern.compile("^[\\w@:~-]*[$#] ");

    private static final Pattern WORD = Pattern.compile("(?:'[^']*'|\"[^\"]*\"|[^\\s'\"])+");

    private static final CommandLine OPERATORS = Rhumb.commandLine();
    private static final Map<String, CommandLine> OTHERS =
            Map.of(
                    "lab", Commands.commandLine(new Lab()),
                    "sim", Commands.commandLine(new Sim()),
                    "reference", Commands.commandLine(new Reference()));

    /** Their options are in the tests of their modules. */
    private static final Set<String> ELSEWHERE =
            Set.of("controller", "agent", "forwarder", "replay", "bench");

    private record Line(String place, String text) {}

    @Test
    void everyTypedCommandIsOne() throws IOException {
        List<String> wrong = new ArrayList<>();
        int tried = 0;
        for (Path document : documents()) {
            for (Line line : typed(document)) {
                for (String command : line.text.split(" \\|( |$)", -1)) {
                    String mistake = mistake(command);
                    tried++;
                    if (!mistake.isEmpty()) {
                        wrong.add(line.place + ": " + command.strip() + ": " + mistake);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(tried).isGreaterThan(50);
    }

    @Test
    void mistakesAreFound() {
        assertThat(mistake("./rhumb show links --pop sin  # all of them")).isEmpty();
        assertThat(mistake("rhumb show links --pops sin")).contains("Unknown option");
        assertThat(mistake("rhumb show lynx")).contains("lynx");
        assertThat(mistake("rhumb drain link sin->fra")).contains("quotes");
        assertThat(mistake("rhumb drain link 'sin->fra' > FILE")).isEmpty();
        assertThat(mistake("rhumb sim --scenario flap --speed 3")).contains("--speed");
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(
                            Stream.of(ROOT.resolve("README.md"), ROOT.resolve("ARCHITECTURE.md")),
                            docs.filter(file -> file.toString().endsWith(".md")))
                    .filter(file -> !file.toString().contains("reference"))
                    .sorted()
                    .toList();
        }
    }

    /** Lines of a block that begin with a prompt; all that begin with rhumb where none does. */
    private static List<Line> typed(Path document) throws IOException {
        List<Line> result = new ArrayList<>();
        List<Line> block = new ArrayList<>();
        boolean fenced = false;
        int number = 0;
        for (String line : Files.readAllLines(document)) {
            number++;
            boolean fence = line.startsWith("```");
            fenced ^= fence;
            if (!fence && (fenced || line.startsWith("    "))) {
                block.add(new Line(ROOT.relativize(document) + ":" + number, line.strip()));
            } else {
                result.addAll(commands(block));
                block.clear();
            }
        }
        result.addAll(commands(block));
        return result;
    }

    private static List<Line> commands(List<Line> block) {
        boolean prompts = block.stream().anyMatch(line -> PROMPT.matcher(line.text).find());
        return block.stream()
                .filter(line -> prompts == PROMPT.matcher(line.text).find())
                .map(line -> new Line(line.place, PROMPT.matcher(line.text).replaceFirst("")))
                .filter(line -> TYPED.matcher(line.text).matches())
                .toList();
    }

    /** What is wrong with a command; empty for nothing. */
    private static String mistake(String typed) {
        Matcher command = TYPED.matcher(typed.strip().replaceAll("\\s+#( .*)?$", ""));
        if (!command.matches()) {
            return "";
        }
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(command.group("words"));
        while (word.find()) {
            String text = word.group();
            if (Set.of(">", "2>", "<").contains(text)) {
                word.find();
            } else if (text.replaceAll("'[^']*'|\"[^\"]*\"", "").matches(".*[<>|&;*].*")) {
                return text + " needs quotes";
            } else {
                words.add(text.replaceAll("['\"]", ""));
            }
        }
        String first = words.isEmpty() ? "" : words.getFirst();
        if (ELSEWHERE.contains(first)) {
            return "";
        }
        CommandLine other = OTHERS.get(first);
        CommandLine line = other == null ? OPERATORS : other;
        List<String> rest = other == null ? words : words.subList(1, words.size());
        try {
            line.parseArgs(rest.toArray(String[]::new));
            return "";
        } catch (CommandLine.ParameterException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
