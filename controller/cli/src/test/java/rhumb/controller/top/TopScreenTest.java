package rhumb.controller.top;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopScreenTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Question LINKS = Question.of("links");

    private final TopScreen screen = new TopScreen("http://c:4780", false);

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void answers() {
        screen.onAnswer(
                0,
                Question.of("status"),
                json(
                        "{'controller':1,'phase':'FIRST_UPDATE','snapshot':9,'plan':14,'pops':3,'links':6}"));
        screen.onAnswer(
                0,
                Question.of("pops"),
                json(
                        """
                        {'pops':[
                         {'name':'fra','city':'Frankfurt','agent':'connected','forwarder':'connected',
                          'linksUp':2,'linksDegraded':0,'linksDown':0,'linksUnknown':0},
                         {'name':'sin','city':'Singapore','agent':'connected','forwarder':'lost',
                          'linksUp':1,'linksDegraded':1,'linksDown':0,'linksUnknown':0},
                         {'name':'lon','city':'London','agent':'connected','forwarder':'connected',
                          'linksUp':1,'linksDegraded':0,'linksDown':1,'linksUnknown':0}]}\
                        """));
        screen.onAnswer(
                0,
                LINKS,
                json(
                        """
                        {'links':[
                         {'link':'fra->lon','status':'UP','degraded':[],'lossPpmShort':0,'lossPpmLong':0,
                          'delayMs':8.6,'jitterMs':0.3,'sinceSeconds':4000},
                         {'link':'fra->sin','status':'UNKNOWN','degraded':[]},
                         {'link':'lon->fra','status':'DOWN','degraded':[],'lossPpmShort':1000000,
                          'lossPpmLong':600000,'delayMs':8.8,'sinceSeconds':3},
                         {'link':'sin->fra','status':'DEGRADED','degraded':['audio','live'],
                          'lossPpmShort':203000,'lossPpmLong':9000,'delayMs':78.5,'rttMs':157.04,
                          'jitterMs':0.2,'sinceSeconds':17,'sign':'LOSS','decidedBy':'RECEIVER'}]}\
                        """));
        screen.onAnswer(
                0,
                Question.of("events"),
                json(
                        """
                        {'events':[
                         {'seq':5,'time':'2026-11-30T12:00:01.000Z','code':'LINK_UP','link':'sin->fra',
                          'text':'sin->fra up'},
                         {'seq':6,'time':'2026-11-30T12:00:09.000Z','code':'LINK_DEGRADED',
                          'link':'sin->fra','text':'sin->fra degraded for audio,live'},
                         {'seq':7,'time':'2026-11-30T12:00:09.100Z','code':'PATH_MOVED','pop':'sin',
                          'text':'audio,live sin > fra => sin > lon > fra, a link degraded: sin->fra'},
                         {'seq':8,'time':'2026-11-30T12:00:10.000Z','code':'PATH_MOVED','pop':'lon',
                          'text':'all none => lon > sin, the first plan'}]}\
                        """));
    }

    private void queues(long nowNs, long bytes, long drops) {
        screen.onAnswer(
                nowNs,
                Question.of("queues"),
                json(
                        """
                        {'queues':[
                         {'pop':'sin','uplink':'main','class':'audio','packets':%d,'bytes':%d,'drops':%d,
                          'queued':2,'delayMsP99':1.5,'rateBps':10000000},
                         {'pop':'sin','uplink':'main','class':'bulk','packets':0,'bytes':0,'drops':0,
                          'queued':0,'delayMsP99':null,'rateBps':10000000},
                         {'pop':'sin','uplink':'main','class':null,'tenant':'acme','packets':9,
                          'bytes':99999999,'drops':9,'queued':9,'rateBps':10000000},
                         {'pop':'fra','uplink':'main','class':'audio','packets':0,'bytes':0,'drops':0,
                          'queued':0,'delayMsP99':0.1,'rateBps':0}]}\
                        """
                                .formatted(bytes / 100, bytes, drops)));
    }

    private void type(String keys) {
        keys.chars().forEach(c -> screen.onKey(Key.of((char) c)));
    }

    private void press(Key.Kind... kinds) {
        for (Key.Kind kind : kinds) {
            screen.onKey(Key.of(kind));
        }
    }

    private List<String> lines() {
        return screen.lines(0, 12, 110);
    }

    @Test
    void theWorstLinksComeFirst() {
        assertThat(lines())
                .containsExactly(
                        "rhumb top  http://c:4780  3 PoPs, links: 4 up, 1 degraded, 1 down, 0 unknown, plan 14",
                        "[1 links]  2 moved   3 uplinks   4 classes   5 pops   sort: worst",
                        "  LINK      STATUS    LOSS 2s  LOSS 60s  DELAY ms  JITTER ms  SINCE  DEGRADED FOR",
                        "> lon->fra  DOWN      100.00%    60.00%       8.8          -     3s",
                        "  sin->fra  DEGRADED   20.30%     0.90%      78.5       0.20    17s  audio live",
                        "  fra->sin  UNKNOWN         -         -         -          -      -",
                        "  fra->lon  UP          0.00%     0.00%       8.6       0.30    66m",
                        "",
                        "",
                        "",
                        "",
                        "1-5 view  s sort  r reverse  / PoP  Enter look  Esc back  q quit");
    }

    @ParameterizedTest
    @CsvSource({"24,80", "12,110", "40,200", "6,40", "4,20", "2,10", "1,5"})
    void everyViewKeepsToTheScreen(int rows, int columns) {
        queues(0, 0, 0);
        queues(2 * SECOND, 2_000_000, 3);
        for (String keys : List.of("1", "2", "3", "4", "5", "1j", "3", "/")) {
            type(keys);
            for (int enters = 0; enters < 3; enters++) {
                assertThat(screen.lines(SECOND, rows, columns))
                        .as("%s %s", keys, enters)
                        .hasSize(rows)
                        .allMatch(line -> line.length() <= columns);
                press(Key.Kind.ENTER);
            }
        }
    }

    @Test
    void linksAreSortedAndTurnedAndTheChosenOneStaysChosen() {
        press(Key.Kind.DOWN);
        assertThat(lines()).anyMatch(line -> line.startsWith("> sin->fra"));
        type("s");
        assertThat(lines().get(1)).contains("sort: loss");
        type("ss");
        press(Key.Kind.END);
        assertThat(lines().get(1)).contains("sort: jitter");
        type("s");
        assertThat(lines().get(3)).startsWith("> fra->lon");
        type("r");
        assertThat(lines().get(1)).contains("sort: name reversed");
        assertThat(lines().get(3)).startsWith("> sin->fra");
        press(Key.Kind.DOWN);
        assertThat(lines().get(4)).startsWith("> lon->fra");
        screen.onAnswer(
                SECOND,
                LINKS,
                json(
                        "{'links':[{'link':'lon->fra','status':'UP'},{'link':'a->b','status':'UP'}]}"));
        assertThat(lines().get(3)).startsWith("> lon->fra");
    }

    @Test
    void aFilterKeepsLinksOfPopsAndANameIsAskedFor() {
        type("/lo");
        assertThat(lines().getLast()).isEqualTo("PoP begins with: lo_");
        assertThat(lines().get(1)).contains("PoP: lo");
        assertThat(lines().subList(3, 6))
                .satisfiesExactly(
                        line -> assertThat(line).contains("lon->fra"),
                        line -> assertThat(line).contains("fra->lon"),
                        line -> assertThat(line).isEmpty());
        assertThat(screen.questions()).contains(LINKS);
        type("nq"); // q is typed
        press(Key.Kind.BACKSPACE, Key.Kind.ENTER);
        assertThat(screen.ended()).isFalse();
        assertThat(screen.questions()).contains(new Question("links", Map.of("pop", "lon")));
        press(Key.Kind.ESCAPE);
        assertThat(lines().get(1)).doesNotContain("PoP:");
        assertThat(screen.questions()).contains(LINKS);
    }

    @Test
    void aLinkHasItsHistoryAndThePathsOverItAndAPathItsReasons() {
        press(Key.Kind.DOWN, Key.Kind.ENTER);
        Question paths = new Question("paths", Map.of("link", "sin->fra"));
        assertThat(screen.questions()).contains(paths, LINKS);
        assertThat(lines()).contains("  (asking)");
        screen.onAnswer(
                0,
                paths,
                json(
                        "{'paths':[{'from':'sin','to':'fra','class':'log','path':'sin > fra',"
                                + "'delayMs':78.5,'since':'4m'}]}"));
        assertThat(lines().subList(1, 9))
                .containsExactly(
                        "[1 links]  2 moved   3 uplinks   4 classes   5 pops   link sin->fra",
                        "DEGRADED since 17s, loss 20.30% (2 s) 0.90% (60 s), delay 78.5 ms, rtt 157.0 ms, jitter 0.20 ms, sign LOSS,...",
                        "history:",
                        "  12:00:09  sin->fra degraded for audio,live",
                        "  12:00:01  sin->fra up",
                        "paths over it:",
                        "  FROM  TO   CLASS  DELAY ms  SINCE  PATH",
                        "> sin   fra  log        78.5     4m  sin > fra");
        press(Key.Kind.ENTER);
        Question why =
                new Question("explain/path", Map.of("from", "sin", "to", "fra", "class", "log"));
        assertThat(screen.questions()).contains(why);
        screen.onAnswer(0, why, json("{'lines':['sin -> fra, class log: sin > fra','  because']}"));
        assertThat(lines()).contains("> sin -> fra, class log: sin > fra", "    because");
        press(Key.Kind.ESCAPE);
        assertThat(lines()).contains("paths over it:");
        press(Key.Kind.ESCAPE);
        assertThat(lines().get(1)).contains("sort: worst");
    }

    @Test
    void pathsThatMovedAreReadFromEvents() {
        type("2");
        assertThat(lines().subList(2, 6))
                .containsExactly(
                        "  AT        FROM  TO   PATH NOW         CLASSES     BEFORE     WHY",
                        "> 12:00:10  lon   sin  lon > sin        all         none       the first plan",
                        "  12:00:09  sin   fra  sin > lon > fra  audio,live  sin > fra  a link degraded: sin->fra",
                        "");
        press(Key.Kind.DOWN, Key.Kind.ENTER);
        assertThat(screen.questions())
                .contains(
                        new Question(
                                "explain/path",
                                Map.of("from", "sin", "to", "fra", "class", "audio")));
    }

    @Test
    void onlyNewEventsAreAskedForAndAllOfThemOfAControllerThatBeganAnew() {
        assertThat(screen.questions()).contains(new Question("events", Map.of("after", "8")));
        screen.onAnswer(
                SECOND,
                Question.of("status"),
                json(
                        "{'controller':1,'phase':'WAITING','snapshot':1,'plan':0,'pops':3,'links':6}"));
        assertThat(screen.questions()).contains(new Question("events", Map.of("after", "0")));
        assertThat(lines().getFirst()).endsWith("plan 0, start-up: WAITING");
    }

    @Test
    void uplinksAreSortedByLoadAndTenantsAreNotCountedTwice() {
        type("3");
        assertThat(screen.questions()).contains(Question.of("queues"));
        queues(0, 0, 0);
        assertThat(lines().get(4)).contains("sin/main").contains(" - ");
        queues(2 * SECOND, 2_000_000, 4);
        assertThat(lines().subList(2, 5))
                .containsExactly(
                        "  UPLINK    LOAD        RATE           OF  PACKETS  DROPS  QUEUED  p99 ms  MOST OF IT",
                        "> sin/main   80%  8.0 Mbit/s  10.0 Mbit/s  10000/s    2/s       2     1.5  audio",
                        "  fra/main     -    0 kbit/s            -      0/s    0/s       0     0.1  -");
        press(Key.Kind.ENTER);
        assertThat(lines().get(1)).endsWith("uplink sin/main");
        assertThat(lines().get(3)).startsWith("> audio  8.0 Mbit/s  10000/s");
        type("4");
        assertThat(lines().get(3)).startsWith("> audio  8.0 Mbit/s");
        press(Key.Kind.ENTER);
        assertThat(lines().get(3)).startsWith("> sin/main");
    }

    @Test
    void popsInTroubleComeFirstAndLeadToTheirLinks() {
        type("5");
        assertThat(lines().subList(3, 6))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("> sin  connected  lost "),
                        line -> assertThat(line).startsWith("  lon "),
                        line -> assertThat(line).startsWith("  fra "));
        press(Key.Kind.ENTER);
        assertThat(lines().get(1)).startsWith("[1 links]").contains("PoP: sin");
    }

    @Test
    void ofAVeryLargeOverlayOnlyLinksInTroubleAreAskedFor() {
        screen.onAnswer(
                0,
                Question.of("status"),
                json("{'controller':1,'phase':'FIRST_UPDATE','snapshot':9,'links':2001}"));
        assertThat(screen.questions()).contains(new Question("links", Map.of("bad", "true")));
        assertThat(lines().get(1)).contains("only links in trouble");
    }

    @Test
    void aControllerThatGoesAwayLeavesWhatWasKnownAndSaysSinceWhen() {
        screen.onTrouble(10 * SECOND, "connection refused");
        screen.onTrouble(15 * SECOND, "connection refused");
        assertThat(screen.lines(22 * SECOND, 12, 110))
                .contains(
                        "no answer for 12s, this is what was known; trying again: connection refused")
                .anyMatch(line -> line.startsWith("> lon->fra"));
        screen.onController("http://d:4780");
        screen.onAnswer(23 * SECOND, LINKS, json("{'links':[]}"));
        assertThat(lines().getFirst()).contains("http://d:4780");
        assertThat(lines()).contains("  (none)").noneMatch(line -> line.contains("no answer"));
    }

    @Test
    void colourMarksTroubleAndTheChosenRow() {
        TopScreen coloured = new TopScreen("c", true);
        coloured.onAnswer(
                0,
                LINKS,
                json("{'links':[{'link':'a->b','status':'UP'},{'link':'b->a','status':'DOWN'}]}"));
        List<String> lines = coloured.lines(0, 8, 90);
        assertThat(lines.get(3)).startsWith("\u001b[7;31m> b->a").endsWith(" \u001b[0m");
        assertThat(lines.get(4)).startsWith("  a->b");
        assertThat(lines).allMatch(l -> l.replaceAll("\u001b\\[[0-9;]*m", "").length() <= 90);
    }

    @Test
    void manyRowsScrollWithTheChosenOne() {
        StringBuilder text = new StringBuilder("{'links':[");
        for (int i = 0; i < 50; i++) {
            text.append(i == 0 ? "" : ",").append("{'link':'p%02d->z','status':'UP'}".formatted(i));
        }
        screen.onAnswer(0, LINKS, json(text + "]}"));
        assertThat(lines().subList(3, 11)).first().asString().startsWith("> p00->z");
        press(Key.Kind.PAGE_DOWN);
        assertThat(lines()).anyMatch(line -> line.startsWith("> p08->z"));
        press(Key.Kind.END);
        assertThat(lines().get(10)).startsWith("> p49->z");
        press(Key.Kind.HOME, Key.Kind.DOWN);
        assertThat(lines().get(4)).startsWith("> p01->z");
    }

    @Test
    void qEnds() {
        assertThat(screen.ended()).isFalse();
        type("q");
        assertThat(screen.ended()).isTrue();
    }
}
