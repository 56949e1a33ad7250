package rhumb.lab.howto;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import rhumb.lab.WatchedLab;
import rhumb.net.Endpoint;
import rhumb.sim.overlay.AddressPlan;

/**
 * Carries out what documents show of a held lab, {@code ./rhumb lab --hold}. Tasks have pages of
 * their own: {@link HowtoTest}.
 */
class DocumentsTest {
    private static final Path ROOT = Path.of(System.getProperty("rhumb.root", "../.."));

    /** In this order: the last one looks back at what the others did. */
    static final List<String> PAGES =
            List.of(
                    "README.md",
                    "docs/explain.md",
                    "docs/commands.md",
                    "docs/tutorial.md",
                    "docs/history.md");

    @TempDir static Path folder;

    private static WatchedLab lab;
    private static Terminal terminal;

    @BeforeAll
    static void start() throws Exception {
        Endpoint northbound = Endpoint.parse("127.219.0.254:4780");
        terminal = new Terminal(folder, "127.219.0.", "http://" + northbound);
        lab = WatchedLab.hold("brownout", new AddressPlan(219), northbound);
        lab.awaitSaid("PATH_MOVED");
    }

    @AfterAll
    static void close() {
        lab.close();
    }

    @ParameterizedTest
    @FieldSource("PAGES")
    void thePageIsTrue(String page) throws Exception {
        try {
            Rehearsal.of(Script.read(ROOT.resolve(page)), terminal::type, DocumentsTest::refuse);
        } catch (AssertionError e) {
            throw new AssertionError(lab.said(), e);
        }
    }

    /** Whoever marks a block as one that is carried out sees it carried out. */
    @Test
    void noOtherPageSaysThatItIsCarriedOut() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
            List<Path> pages =
                    files.filter(file -> file.toString().endsWith(".md"))
                            .filter(file -> !file.startsWith(ROOT.resolve("docs/howto")))
                            .filter(file -> !PAGES.contains(ROOT.relativize(file).toString()))
                            .toList();
            for (Path page : pages) {
                assertThat(Script.read(page).blocks()).as(page.toString()).isEmpty();
            }
        }
    }

    private static void refuse(Script script, Script.Block block) {
        throw new AssertionError(
                script.page() + ":" + block.first() + ": there are no files to write on a lab");
    }
}
