package rhumb.lab.howto;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rhumb.lab.WatchedLab;
import rhumb.net.Endpoint;
import rhumb.sim.overlay.AddressPlan;

/**
 * Carries out the pages of docs/howto, one after the other on one overlay. With {@code
 * -Drhumb.docs.update=true} what came of each command is written into its page: look at the
 * difference, and put dots where other runs will differ.
 */
class HowtoTest {
    private static final Path PAGES =
            Path.of(System.getProperty("rhumb.root", "../..")).resolve("docs/howto");
    private static final Path PICTURE = PAGES.resolveSibling("img/top.svg");
    private static final String BROWN_OUT = "brown-out.md";
    @TempDir static Path folder;

    private static Backbone backbone;

    @BeforeAll
    static void build() throws Exception {
        backbone = new Backbone(folder);
        backbone.build();
    }

    @AfterAll
    static void close() {
        backbone.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drain-pop.md",
                "add-pop.md",
                "add-provider.md",
                "rotate-keys.md",
                "upgrade.md"
            })
    void thePageIsTrue(String page) throws Exception {
        Rehearsal.of(Script.read(PAGES.resolve(page)), backbone::run, HowtoTest::place);
    }

    /** On a WAN whose link from sin to fra browns out after six seconds. */
    @Test
    void thePageOfTheBrownOutIsTrue() throws Exception {
        Endpoint northbound = Endpoint.parse("127.218.0.254:4780");
        Terminal terminal =
                new Terminal(folder.resolve("lab"), "127.218.0.", "http://" + northbound);
        try (WatchedLab lab = WatchedLab.start(new AddressPlan(218), northbound)) {
            try {
                Rehearsal.of(
                        Script.read(PAGES.resolve(BROWN_OUT)), terminal::type, HowtoTest::place);
            } catch (AssertionError e) {
                throw new AssertionError(lab.said(), e);
            }
            thePictureOfTopIsTrue(terminal);
        }
    }

    /** The picture in docs/commands.md has the tabs and the columns that the screen has. */
    private static void thePictureOfTopIsTrue(Terminal terminal) throws Exception {
        long untilNs = System.nanoTime() + (Rehearsal.UPDATE ? Rehearsal.PATIENCE_NS : 0);
        String drawn;
        // For the documents, a moment at which this machine was not busy: one link alone is bad.
        do {
            drawn =
                    ScreenSvg.of(
                            terminal.type(
                                            Script.HOME,
                                            "rhumb top --once --color always --view links")
                                    .lines());
        } while (drawn.split("  DEGRADED ", -1).length != 2 && System.nanoTime() < untilNs);
        if (Rehearsal.UPDATE) {
            Files.createDirectories(PICTURE.resolveSibling(""));
            Files.writeString(PICTURE, drawn);
        }
        assertThat(fixed(Files.readString(PICTURE))).isNotEmpty().isEqualTo(fixed(drawn));
    }

    /** Lines that are the same whatever the overlay does. */
    private static List<String> fixed(String picture) {
        return ScreenSvg.texts(picture).stream()
                .filter(line -> line.contains("links") || line.startsWith("LINK"))
                .map(line -> line.replaceAll("[\\d.]+", "#").replaceAll(" +", " "))
                .toList();
    }

    @Test
    void everyPageIsCarriedOut() throws Exception {
        List<String> carriedOut = new ArrayList<>(List.of(BROWN_OUT, "README.md"));
        carriedOut.addAll(
                List.of(
                        HowtoTest.class
                                .getDeclaredMethod("thePageIsTrue", String.class)
                                .getAnnotation(ValueSource.class)
                                .strings()));
        try (Stream<Path> pages = Files.list(PAGES)) {
            assertThat(pages.map(p -> p.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(carriedOut);
        }
    }

    private static void place(Script script, Script.Block block) throws IOException {
        String text = String.join("\n", script.body(block)) + "\n";
        if (block.after().isEmpty()) {
            backbone.write(block.machine(), block.file(), text);
        } else {
            backbone.insert(block.machine(), block.file(), block.after(), text);
        }
    }
}
