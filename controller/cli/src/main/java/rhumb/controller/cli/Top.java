package rhumb.controller.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import rhumb.controller.top.Key;
import rhumb.controller.top.Question;
import rhumb.controller.top.TopScreen;
import rhumb.host.main.CommandFailure;
import rhumb.host.main.ExitCode;

/** {@code rhumb top}: asks, reads keys and draws; what is on the screen is {@link TopScreen}'s. */
@Command(
        name = "top",
        sortOptions = false,
        description = {
            "Watch the overlay live: the worst links, paths that moved, uplinks and classes by what"
                    + " they carry, PoPs in trouble. Enter looks behind a row: a link's history and"
                    + " the paths over it, a path's reasons.",
            ""
        },
        footerHeading = "%nKeys:%n",
        footer = {
            "  1 2 3 4 5, Tab     links, moved paths, uplinks, classes, PoPs",
            "  arrows, j k        choose a row; page up, page down, home, end",
            "  Enter, Esc         look behind the row, and back",
            "  s, r               sort by something else, reversed",
            "  /                  only of PoPs whose names begin so; Esc ends it",
            "  q                  quit"
        })
final class Top implements Callable<Integer> {
    private static final long KEY_MS = 50;
    private static final long REDRAW_NS = 500_000_000L;

    /** A controller that takes long is asked less often: a fifth of the time at most. */
    private static final int REST = 4;

    private static final int ONCE_ROWS = 30;
    private static final long ONCE_PAUSE_MS = 2_000;

    /** What it begins with. */
    enum Begin {
        links('1'),
        moved('2'),
        uplinks('3'),
        classes('4'),
        pops('5');

        private final char key;

        Begin(char key) {
            this.key = key;
        }
    }

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Rhumb rhumb;

    @Option(
            names = "--view",
            paramLabel = "VIEW",
            defaultValue = "links",
            description =
                    "what it begins with: links, moved, uplinks, classes or pops (default:"
                            + " ${DEFAULT-VALUE})")
    private Begin view = Begin.links;

    @Option(names = "--pop", paramLabel = "POP", description = "only of PoPs that begin so")
    private @Nullable String pop;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            defaultValue = "1s",
            description = "how often the controller is asked (default: ${DEFAULT-VALUE})")
    private String interval = "1s";

    @Option(names = "--once", description = "print the screen once, for a pipe or a file")
    private boolean once;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            defaultValue = "auto",
            description = "auto, always or never (default: ${DEFAULT-VALUE})")
    private Output.Color color = Output.Color.auto;

    /** What the controller said to one round of questions. */
    private record Round(Map<Question, JsonNode> answers, @Nullable String trouble, long tookNs) {}

    @Override
    public Integer call() {
        Northbound controller = rhumb.northbound();
        boolean coloured =
                Output.coloured(
                        color,
                        Output.onTerminal(),
                        System.getenv("NO_COLOR"),
                        System.getenv("TERM"));
        TopScreen screen = new TopScreen(controller.where(), coloured);
        screen.onKey(Key.of(view.key));
        if (pop != null) {
            ("/" + pop).chars().forEach(c -> screen.onKey(Key.of((char) c)));
            screen.onKey(Key.of(Key.Kind.ENTER));
        }
        if (once) {
            return once(screen, controller);
        }
        if (!Output.onTerminal()) {
            throw new CommandFailure(
                    ExitCode.USAGE, "this is no terminal: --once prints the screen once");
        }
        long intervalNs = Times.ms("--interval", interval) * 1_000_000;
        try (TopTerminal terminal = new TopTerminal();
                ExecutorService asker = Executors.newVirtualThreadPerTaskExecutor()) {
            run(screen, controller, terminal, asker, Math.max(100_000_000, intervalNs));
            asker.shutdownNow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ExitCode.OK.status();
    }

    private static void run(
            TopScreen screen,
            Northbound controller,
            TopTerminal terminal,
            ExecutorService asker,
            long intervalNs)
            throws IOException {
        CompletableFuture<Round> asked = null;
        List<Question> last = List.of();
        long askNs = System.nanoTime();
        long drawNs = askNs;
        while (!screen.ended() && !terminal.interrupted()) {
            long nowNs = System.nanoTime();
            boolean another = !resources(screen.questions()).equals(resources(last));
            if (asked == null && (nowNs - askNs >= 0 || another)) {
                List<Question> questions = screen.questions();
                last = questions;
                asked = CompletableFuture.supplyAsync(() -> ask(controller, questions), asker);
            }
            boolean fresh = asked != null && asked.isDone();
            if (asked != null && fresh) {
                Round round = asked.join();
                tell(screen, controller, nowNs, round);
                askNs = nowNs + Math.max(intervalNs, REST * round.tookNs);
                asked = null;
            }
            Key key = terminal.keys().read(KEY_MS);
            if (key != null) {
                screen.onKey(key);
            }
            if (key != null || fresh || nowNs - drawNs >= REDRAW_NS) {
                int rows = terminal.rows();
                int columns = terminal.columns();
                terminal.draw(screen.lines(System.nanoTime(), rows, columns), rows, columns);
                drawNs = nowNs;
            }
        }
    }

    /** What is asked, but for the number of the last event, which changes by itself. */
    private static List<Question> resources(List<Question> questions) {
        return questions.stream().filter(q -> !q.resource().equals("events")).toList();
    }

    private static void tell(TopScreen screen, Northbound controller, long nowNs, Round round) {
        round.answers.forEach((question, answer) -> screen.onAnswer(nowNs, question, answer));
        if (round.trouble != null) {
            screen.onTrouble(nowNs, round.trouble);
        }
        screen.onController(controller.where());
    }

    private static Round ask(Northbound controller, List<Question> questions) {
        long beganNs = System.nanoTime();
        Map<Question, JsonNode> answers = new LinkedHashMap<>();
        try {
            for (Question question : questions) {
                answers.put(question, controller.get(question.resource(), question.query()));
            }
            return new Round(answers, null, System.nanoTime() - beganNs);
        } catch (CommandFailure e) {
            return new Round(answers, String.valueOf(e.getMessage()), System.nanoTime() - beganNs);
        }
    }

    private int once(TopScreen screen, Northbound controller) {
        // Rates are known after two answers; and a PoP is known by its name after the first.
        for (int round = 0; round < 2; round++) {
            boolean rates =
                    screen.questions().stream().anyMatch(q -> q.resource().equals("queues"));
            if (round > 0 && rates) {
                pause();
            }
            Round answer = ask(controller, screen.questions());
            if (answer.trouble != null) {
                throw new CommandFailure(ExitCode.UNREACHABLE, answer.trouble);
            }
            tell(screen, controller, System.nanoTime(), answer);
        }
        List<String> lines = screen.lines(System.nanoTime(), ONCE_ROWS, Table.FITS);
        String text = String.join("\n", lines.subList(0, lines.size() - 1)).stripTrailing();
        rhumb.out().println(text);
        rhumb.out().flush();
        return ExitCode.OK.status();
    }

    private static void pause() {
        try {
            Thread.sleep(ONCE_PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.REFUSED, "interrupted");
        }
    }
}
