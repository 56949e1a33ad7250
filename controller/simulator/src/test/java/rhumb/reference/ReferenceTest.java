package rhumb.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rhumb.controller.event.EventCode;
import rhumb.controller.intent.Intent;
import rhumb.controller.io.ControllerConfig;
import rhumb.forward.io.ForwarderConfig;
import rhumb.host.config.RecordKeys;
import rhumb.host.main.Commands;
import rhumb.host.main.ExitCode;
import rhumb.host.main.ReplyCode;
import rhumb.probe.io.AgentConfig;

class ReferenceTest {
    private static final Path PAGES =
            Path.of(System.getProperty("rhumb.root", "../..")).resolve("docs/reference");

    /** With {@code -Drhumb.docs.update=true} the pages are written anew. */
    @ParameterizedTest
    @EnumSource(Page.class)
    void eachPageSaysWhatTheCodeDoes(Page page) throws IOException {
        Path file = PAGES.resolve(page.file());
        if (Boolean.getBoolean("rhumb.docs.update")) {
            Files.writeString(file, page.text());
        }
        assertThat(Files.readString(file))
                .as(
                        "the code changed since docs/reference/%s was written: ./rhumb reference %s >"
                                + " docs/reference/%s, or mvn test -pl controller/simulator -am"
                                + " -Dtest=ReferenceTest -Drhumb.docs.update=true"
                                + " -Dsurefire.failIfNoSpecifiedTests=false",
                        page.file(), page, page.file())
                .isEqualTo(page.text());
    }

    @Test
    void allPagesAreWrittenAtOnce(@TempDir Path folder) throws IOException {
        assertThat(Commands.run(new Reference(), "--into", folder.toString())).isZero();
        for (Page page : Page.values()) {
            assertThat(folder.resolve(page.file())).hasContent(page.text());
        }
        try (Stream<Path> pages = Files.list(PAGES)) {
            assertThat(pages.map(p -> p.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            Arrays.stream(Page.values()).map(Page::file).toList());
        }
    }

    @Test
    void everyCommandAndCodeIsInIt() {
        String text = Page.commands.text();
        assertThat(text)
                .contains("\n## rhumb show links\n")
                .contains("\n## rhumb drain\n")
                .contains("\n## rhumb pki ")
                .doesNotContain("@|")
                .doesNotContain("%%")
                .doesNotContain("DEFAULT-VALUE");
        for (ExitCode exit : ExitCode.values()) {
            assertThat(text)
                    .contains(
                            "| " + exit.status() + " | `" + exit.word() + "` | " + exit.meaning());
        }
        for (ReplyCode reply : ReplyCode.values()) {
            assertThat(text).contains("| " + reply.status() + " | " + reply.meaning());
        }
    }

    /** Defaults are what the records make of an empty file, not what somebody wrote down. */
    @Test
    void defaultsAreThoseThatHold() {
        String text = Page.configuration.text();
        assertThat(text)
                .contains("| `hold-down` | a duration such as 100ms | | `10s` |")
                .contains(
                        "| `northbound` | an address such as 192.0.2.1:4789 | | `127.0.0.1:4780` |")
                .contains(
                        "| `forwarder-socket` | a path of a file or folder | | `/run/rhumb/forwarder.sock` |")
                .contains("| `rekey` | a duration such as 100ms | | `2m` |")
                .contains("| `max-loss` | a share such as 1.5% | yes | |")
                .contains("| `audio` | 1.2% | 400ms | 25ms | 0.5% | 10ms |")
                .contains("### `policy.rules[].avoid`, `policy.rules[].prefer`");
    }

    /** What is in no sample is found by nobody who begins with one. */
    @Test
    void samplesShowTheKeys() throws IOException {
        assertThat(missing(AgentConfig.SAMPLE, RecordKeys.of(AgentConfig.class, Set.of())))
                .containsExactly("stateless");
        assertThat(missing(ForwarderConfig.SAMPLE, RecordKeys.of(ForwarderConfig.class, Set.of())))
                .isEmpty();
        String sample =
                new String(
                        Objects.requireNonNull(
                                        ControllerConfig.class.getResourceAsStream(
                                                "/rhumb/controller/controller.yaml"))
                                .readAllBytes(),
                        StandardCharsets.UTF_8);
        assertThat(missing(sample, RecordKeys.of(ControllerConfig.class, Set.of(Intent.class))))
                .containsExactly("bind");
    }

    private static List<String> missing(String sample, List<RecordKeys.Section> sections) {
        return sections.stream()
                .flatMap(section -> section.keys().stream())
                .map(RecordKeys.Key::name)
                .filter(key -> !sample.matches("(?s).*[\\s{]" + key + ":.*"))
                .distinct()
                .toList();
    }

    @Test
    void everyEventSaysWhatToDo() {
        for (EventCode code : EventCode.values()) {
            assertThat(Page.events.text()).contains("| `" + code + "` |").contains(code.whatToDo());
        }
    }
}
