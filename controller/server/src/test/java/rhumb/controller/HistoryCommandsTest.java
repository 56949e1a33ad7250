package rhumb.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static rhumb.controller.Eventually.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import rhumb.controller.Samples.Quality;
import rhumb.controller.history.io.HistoryConfig;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.Topology;
import rhumb.controller.io.ControllerConfig;
import rhumb.controller.io.ControllerLimits;
import rhumb.controller.io.YamlIntent;
import rhumb.controller.replay.io.ReplayCommand;
import rhumb.controller.rule.RuleBook;
import rhumb.host.config.ByteSize;
import rhumb.host.main.Commands;
import rhumb.net.Endpoint;
import rhumb.net.LinkId;
import rhumb.net.TrafficClass;
import rhumb.southbound.link.LinkSign;
import rhumb.southbound.trace.ConvergenceTrace;

/** Operators look back, over a restart of the controller. */
class HistoryCommandsTest {
    private static final Endpoint ANY = Endpoint.parse("127.0.0.1:0");
    private static final Pattern STATE = Pattern.compile("state │.*d");
    private static final ByteSize ROOM = new ByteSize(16 << 20);

    @TempDir private Path folder;
    private final List<FakePop> pops = new ArrayList<>();
    private Intent intent;
    private Controller controller;

    @BeforeEach
    void start() throws Exception {
        intent = new YamlIntent().intent(Samples.document(3) + "policy:\n  drain-over: 0s\n");
        begin();
        for (String name : List.of("a", "b", "c")) {
            pops.add(new FakePop(name, new Topology(intent), controller.southbound()));
        }
        awaitInSync();
    }

    private void begin() throws IOException {
        Endpoint southbound = controller == null ? ANY : controller.southbound();
        controller =
                Controller.start(
                        new ControllerConfig(
                                southbound,
                                ANY,
                                false,
                                ANY,
                                0,
                                folder.resolve("state"),
                                null,
                                false,
                                null,
                                ControllerLimits.STANDARD,
                                new HistoryConfig(0L, ROOM, ROOM, ROOM),
                                intent));
    }

    private void awaitInSync() {
        await(
                "rules everywhere",
                () ->
                        controller.view().phase() == Startup.Phase.FIRST_UPDATE
                                && controller.view().books().stream()
                                        .allMatch(book ->
                                                book.state() == RuleBook.State.IN_SYNC
                                                        || book.state() == RuleBook.State.KNOWN));
    }

    @AfterEach
    void stop() {
        pops.forEach(FakePop::close);
        controller.close();
    }

    private String rhumb(int status, String... words) {
        return Command.ask(controller, words).ends(status).said();
    }

    @Test
    void whatHappenedIsKnownAfterARestartAndByWhom() throws Exception {
        rhumb(0, "drain", "link", "a->b", "--who", "ann", "--why", "cable");
        await(
                "the pair moved",
                () -> rhumb(0, "events", "--code", "path-moved").contains("a > c > b"));
        String moved = rhumb(0, "events", "--since", "1h", "--pop", "a", "--code", "PATH_MOVED");
        assertThat(moved).containsPattern("PATH_MOVED +ann +.*drained by rule drain link a->b");
        assertThat(rhumb(0, "events", "--code", "INTENT_COMMITTED"))
                .containsPattern(" ann +revision 1");
        assertThat(rhumb(0, "history", "path", "a", "b"))
                .containsPattern("a > b +a > c > b +ann +drained by rule drain link a->b");
        controller.close();
        begin();
        assertThat(rhumb(0, "events", "--since", "1h", "--pop", "a", "--code", "PATH_MOVED"))
                .startsWith(moved.stripTrailing());
        // Numbers go on, so that who asks for what came after a number misses nothing.
        awaitInSync();
        String last =
                rhumb(0, "show", "events").lines().toList().getLast().strip().split(" ", 2)[0];
        rhumb(0, "undrain", "link", "a->b");
        assertThat(rhumb(0, "show", "events", "--after", last)).contains("INTENT_COMMITTED");
        assertThat(rhumb(0, "show", "events", "--after", last))
                .doesNotContain("drain link a->b, cable");
    }

    @Test
    void aLinkIsPlotted() throws Exception {
        Quality lossy =
                Quality.up(40)
                        .loss(200_000)
                        .degraded(LinkSign.LOSS, TrafficClass.ALL.toArray(TrafficClass[]::new));
        LinkId bad = LinkId.parse("a->b");
        pops.get(1).report(bad, lossy, ConvergenceTrace.begin(9, bad));
        await(
                "it is in the history",
                () -> STATE.matcher(rhumb(0, "history", "link", "a", "b", "--since", "1m")).find());
        String plot = rhumb(0, "history", "link", "a->b", "--since", "1m");
        assertThat(plot).contains("LINK_DEGRADED", "loss %", "delay ms", "20.00 % worst second");
        assertThat(plot.lines()).allMatch(line -> line.length() <= 100);
        assertThat(rhumb(0, "history", "link", "a->b", "-o", "json"))
                .contains("\"stepSeconds\" : 1", "\"lossPpmMax\" : 200000", "\"delayMs\" : 40.0");
        assertThat(rhumb(3, "history", "link", "a->z")).contains("nothing is known of a link a->z");
    }

    /** Of real streams, with rules and another document on the way. */
    @Test
    void whatTheControllerWasGivenReplaysToTheSameDecisions() throws Exception {
        rhumb(0, "drain", "link", "a->b", "--who", "ann");
        await("the pair moved", () -> rhumb(0, "events").contains("a > c > b"));
        rhumb(0, "undrain", "link", "a->b");
        LinkId bad = LinkId.parse("c->b");
        for (FakePop end : List.of(pops.get(1), pops.get(2))) {
            end.report(bad, Quality.up(40).down(), ConvergenceTrace.begin(9, bad));
        }
        await("the link is down", () -> rhumb(0, "events").contains("LINK_DOWN"));
        Path other = Files.writeString(folder.resolve("i.yaml"), Samples.document(2));
        rhumb(0, "intent", "apply", other.toString());
        controller.close();
        List<Path> tapes;
        try (var files = Files.list(folder.resolve("state/history"))) {
            tapes = files.filter(file -> file.toString().endsWith(".tape")).sorted().toList();
        }
        assertThat(tapes).hasSize(2);
        String first = replayed(0, tapes.getFirst());
        assertThat(first)
                .contains("drained by rule drain link a->b", "LINK_DOWN c->b", "all as recorded")
                .doesNotContain("not whole");
        assertThat(replayed(0, tapes.get(1))).contains("all as recorded");
        assertThat(replayed(3, folder.resolve("none.tape"))).contains("no such recording");
        byte[] whole = Files.readAllBytes(tapes.getFirst());
        Files.write(tapes.getFirst(), Arrays.copyOf(whole, whole.length - 7));
        assertThat(replayed(0, tapes.getFirst())).contains("all as recorded", "not whole");
    }

    private String replayed(int status, Path tape) {
        CommandLine line = Commands.commandLine(new ReplayCommand());
        StringWriter text = new StringWriter();
        line.setOut(new PrintWriter(text)).setErr(new PrintWriter(text));
        assertThat(line.execute(tape.toString())).as(text.toString()).isEqualTo(status);
        return text.toString();
    }

    @Test
    void whatIsAskedWronglyIsSaidSo() {
        assertThat(rhumb(2, "events", "--code", "PATH_MOVE"))
                .contains("there is no event code PATH_MOVE");
        assertThat(rhumb(2, "events", "--since", "soon")).contains("expected a time such as 60s");
        assertThat(rhumb(2, "events", "--class", "radio")).contains("radio");
        assertThat(rhumb(2, "events", "--link", "a")).contains("link");
        assertThat(rhumb(2, "events", "--limit", "0")).contains("expected 1 to");
        assertThat(rhumb(2, "events", "--since", "1m", "--until", "2m")).contains("--until 2m");
        assertThat(rhumb(2, "history", "link", "a")).contains("'sin->fra'");
    }
}
