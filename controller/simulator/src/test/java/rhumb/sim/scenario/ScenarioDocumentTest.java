package rhumb.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import rhumb.sim.io.Scenarios;

/** The reference for operators names every word, city and scenario, and its examples are read. */
final class ScenarioDocumentTest {
    private static final Path DOCUMENT =
            Path.of(System.getProperty("rhumb.root", "."), "docs", "scenarios.md");

    @Test
    void everyWordStandsInTheReference() throws IOException {
        String text = Files.readString(DOCUMENT);
        List<String> words = new ArrayList<>(ScenarioParser.KEYWORDS);
        words.addAll(LinkWord.labels());
        words.addAll(StreamKind.labels());
        words.addAll(StreamMetric.labels());
        words.addAll(Comparison.signs());
        words.addAll(Scenarios.SHIPPED);
        for (Expectation.EventMetric metric : Expectation.EventMetric.values()) {
            words.add(metric.label());
        }
        for (String word : words) {
            Pattern code = Pattern.compile("`(expect )?" + Pattern.quote(word) + "[ `]");
            assertThat(code.matcher(text).find()).as("`%s` in %s", word, DOCUMENT).isTrue();
        }
        for (String city : Scenarios.cityDelays().cities()) {
            assertThat(text).contains(city);
        }
    }

    @Test
    void theExampleIsAScenario() throws IOException, ScenarioException {
        Matcher lines =
                Pattern.compile("(?m)^    ((?!mine).+)$").matcher(Files.readString(DOCUMENT));
        StringBuilder example = new StringBuilder();
        while (lines.find()) {
            example.append(lines.group(1)).append('\n');
        }
        Scenario s = ScenarioParser.parse("x", "x", example.toString(), Scenarios.cityDelays());
        assertThat(s.expectations()).hasSize(2);
        assertThat(s.timeline()).as("the event at 10 s and 16 of the flapping").hasSize(17);
    }
}
