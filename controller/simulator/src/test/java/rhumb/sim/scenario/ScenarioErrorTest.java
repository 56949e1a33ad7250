package rhumb.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The exact texts that operators read about mistakes. */
final class ScenarioErrorTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    lnk sin->fra loss 1% | line: expected a statement: title, duration, seed, pop, controller, delays, link, queue, tenant, stream, at, from, expect; got "lnk"; did you mean "link"?
                    link sin->fra loss 120% | loss: expected a percentage from 0% to 100%, such as 0.5%, got "120%"
                    link sin->fra loss | loss: expected a percentage from 0% to 100%, such as 0.5%, got ""
                    link sin->fra delay 78 | delay: expected a duration such as 250us, 78ms, 1.5s or 2min, got "78"
                    link sin->fra delay +5ms | delay: expected a duration such as 250us, 78ms, 1.5s or 2min, got "+5ms"
                    link sin->fra delya 78ms | link: expected a link word: delay, jitter, loss, burst, length, reorder, holdback, duplicate, rate, queue, blackhole, bleach, remap; got "delya"; did you mean "delay"?
                    link sin->fra burst 90% length 2 | burst: expected at most 66% with bursts of mean length 2, got 90%; make the length greater
                    link sin->frankfurt loss 1% | link: expected a PoP of this scenario: sin, fra, nrt; got "frankfurt"
                    link sin-fra loss 1% | link: expected FROM->TO, such as sin->fra, got "sin-fra"
                    link sin->sin loss 1% | link: expected two different PoPs, got "sin->sin"
                    link sin->fra | link: expected what the link does, such as loss 20%, got nothing
                    link sin->fra remap EF->XX | remap: expected code points such as EF, AF41, CS5 or 0 to 63, got "XX"
                    link sin->fra remap | remap: expected pairs such as EF->DF, got ""
                    link sin->fra rate 20mb | rate: expected a rate such as 500kbps, 20mbps or 1gbps, got "20mb"
                    stream call adio sin->fra | stream: expected a kind: audio, video, live, signalling, bulk, log; got "adio"; did you mean "audio"?
                    stream call audio sin->fra rate 8mbps | rate: a stream of kind audio has the rate of the shipped sample; remove this
                    stream tv live sin->fra duplex | duplex: a live stream goes one way; remove this
                    stream call audio sin->fra to 11s | to: expected an end after the start and at most the duration, 10000ms
                    stream files bulk sin->fra size 9000 | size: expected bytes from 24 to 1400, got "9000"
                    stream files bulk sin->fra rate 10 | rate: expected a rate such as 500kbps, 20mbps or 1gbps, or packets such as 10/s, got "10"
                    stream a/b audio sin->fra | stream: expected a name of 1 to 32 letters, digits, dots, hyphens and underscores, got "a/b"
                    at 5s lnk sin->fra loss 1% | at: expected what changes: link, pop, controller; got "lnk"; did you mean "link"?
                    at 5s pop nrt dwn | pop: expected a state: up, down; got "dwn"; did you mean "down"?
                    at 11s controller down | at: expected a time up to the duration, 10000ms, got 11000ms
                    at five controller down | at: expected a duration such as 250us, 78ms, 1.5s or 2min, got "five"
                    at 5s link sin->fra loss 1% for | for: expected a duration such as 250us, 78ms, 1.5s or 2min, got ""
                    from 1s until 3s every 1s controller down | from: expected TIME to TIME every TIME CHANGE, got "until"
                    from 1s to 3s every 0.1ms controller down | every: expected at least 1ms
                    expect stream call lost <= 5 | expect: expected a stream of this scenario: ; got "call"
                    expect total lots == 0 | expect: expected a figure: sent, received, lost, lost%, duplicate, reordered, reordered%, corrupt, dscp, switches, gap, p50, p99; got "lots"; did you mean "lost"?
                    expect total lost =< 0 | expect: expected a comparison: <=, <, >=, >, ==, !=; got "=<"
                    expect total p99 <= 250 | p99: expected a duration such as 250us, 78ms, 1.5s or 2min, got "250"
                    expect total lost <= few | lost: expected a number, got "few"
                    expect recovered 1 <= 1s | recovered: expected the number of an event, but the timeline is empty, got "1"
                    expect path sin->fra audio avoid sin->fra at 1s | path: expected a verb: avoids, uses; got "avoid"; did you mean "avoids"?
                    expect path sin->fra audio avoids sin->fra | path: expected at TIME, got ""
                    pop SIN | pop: expected a name of 1 to 24 of a-z, 0-9 and inner hyphens, got "SIN"
                    pop sin city Singapore | pop: PoP "sin" stands here a second time; remove one
                    controller lon | controller: expected a PoP of this scenario: sin, fra, nrt; got "lon"
                    controller fre | controller: expected a PoP of this scenario: sin, fra, nrt; got "fre"; did you mean "fra"?
                    delays city | delays: expected the name of a table: cities; got "city"
                    duration 0s | duration: expected a duration such as 250us, 78ms, 1.5s or 2min, from 1s to 1440min, got "0s"
                    seed x | seed: expected a number, got "x"
                    title | title: expected a text, got nothing
                    queue adio cap 1mbps | queue: expected a class: signalling, audio, video, live, bulk, default, log; got "adio"; did you mean "audio"?
                    queue bulk cap 1mb | cap: expected a rate such as 500kbps, 20mbps or 1gbps, got "1mb"
                    tenant acme cap 1mbps reserve 2mbps | reserve: expected no more reserved than the cap allows
                    tenant acme limit 1mbps | tenant: expected a word of shares: cap, reserve; got "limit"
                    stream tv live sin->fra tenant x | tenant: a live stream is TCP, which no cap holds for; remove this
                    stream files bulk sin->fra tenant x | tenant: expected a tenant of this scenario: ; got "x"
                    """)
    void oneMistake(String line, String message) {
        assertThat(Texts.errors(line)).containsExactly("t.scenario:8: " + message);
    }

    @Test
    void citiesAreChecked() {
        assertThat(Texts.errorsOf("pop a city Singapur\npop b\ndelays cities\nlink a->b delay 1ms"))
                .containsExactly(
                        "t.scenario:3: delays: expected for PoP a a city of the table: Frankfurt,"
                                + " Singapore, Tokyo; got \"Singapur\"; did you mean \"Singapore\"?",
                        "t.scenario:3: delays: expected a city for each PoP, got none for b; write:"
                                + " pop b city NAME");
    }

    @Test
    void fileAsAWholeIsChecked() {
        assertThat(Texts.errorsOf(""))
                .containsExactly("t.scenario:0: pop: expected at least 2 PoPs, got 0");
        assertThat(Texts.errorsOf("pop a\npop b\n"))
                .containsExactly(
                        "t.scenario:0: link: expected at least one link; write link lines or delays"
                                + " cities");
        assertThat(Texts.errorsOf("pop a\npop b\nlink a->b delay 1ms\nat 1s link b->a loss 1%"))
                .containsExactly(
                        "t.scenario:4: link: the scenario has no link b->a; write a link line or"
                                + " delays cities before");
    }

    @Test
    void allMistakesAreReportedTogetherInOrderOfLines() {
        assertThatThrownBy(() ->
                        ScenarioParser.parse(
                                "t",
                                "t.scenario",
                                Texts.HEAD
                                        + "link sin->fra los 1% delay x jitter 1\n"
                                        + "stream call audio sin->osl\n"
                                        + "at 1s controller gone\n"
                                        + "duration 10\n",
                                Texts.CITIES))
                .isInstanceOf(ScenarioException.class)
                .hasMessage(
                        """
                        scenario t: 6 errors
                          t.scenario:8: link: expected a link word: delay, jitter, loss, burst, length, \
                        reorder, holdback, duplicate, rate, queue, blackhole, bleach, remap; got "los"; \
                        did you mean "loss"?
                          t.scenario:8: delay: expected a duration such as 250us, 78ms, 1.5s or 2min, got "x"
                          t.scenario:8: jitter: expected a duration such as 250us, 78ms, 1.5s or 2min, got "1"
                          t.scenario:9: stream: expected a PoP of this scenario: sin, fra, nrt; got "osl"
                          t.scenario:10: controller: expected a state: up, down; got "gone"
                          t.scenario:11: duration: expected a duration such as 250us, 78ms, 1.5s or 2min, \
                        from 1s to 1440min, got "10\"\
                        """);
    }
}
