package rhumb.sim.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;
import rhumb.sim.engine.Simulation;
import rhumb.sim.io.SampleFiles;
import rhumb.sim.io.Scenarios;

class TimelineSvgTest {
    private static final Path PICTURE =
            Path.of(System.getProperty("rhumb.root", "../..")).resolve("docs/img/brown-out.svg");

    private static String picture() throws Exception {
        Simulation simulation = new Simulation(Scenarios.load("brownout"), line -> {});
        RunReport report = simulation.run(SampleFiles.load());
        return TimelineSvg.draw(report, simulation.timelines());
    }

    /**
     * The same run gives the same picture; the one in the documents shows the same streams and
     * events. Figures may be those of an earlier version: with {@code -Drhumb.docs.update=true} it
     * is drawn anew.
     */
    @Test
    void thePictureInTheDocumentsIsOfThisScenario() throws Exception {
        String drawn = picture();
        if (Boolean.getBoolean("rhumb.docs.update")) {
            Files.createDirectories(PICTURE.resolveSibling(""));
            Files.writeString(PICTURE, drawn);
        }
        assertThat(picture()).isEqualTo(drawn);
        assertThat(words(Files.readString(PICTURE)))
                .as("./rhumb sim --quiet --timeline docs/img/brown-out.svg")
                .isEqualTo(words(drawn));
        assertThat(drawn)
                .contains("an agent calls it degraded", "its forwarder switches")
                .contains("fill=\"#5dade2\"")
                .as("docs/how-it-works.md says that nothing is lost")
                .doesNotContain("fill=\"#c0392b\"");
    }

    @Test
    void itIsXml() throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        assertThat(
                        factory.newDocumentBuilder()
                                .parse(new InputSource(new java.io.StringReader(picture())))
                                .getDocumentElement()
                                .getTagName())
                .isEqualTo("svg");
    }

    private static java.util.List<String> words(String svg) throws IOException {
        return Pattern.compile(">([^<]+)</text>")
                .matcher(svg)
                .results()
                .map(found -> found.group(1).replaceAll("\\d+(\\.\\d+)?", "#"))
                .toList();
    }
}
