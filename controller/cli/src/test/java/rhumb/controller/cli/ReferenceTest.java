package rhumb.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import rhumb.host.main.ExitCode;
import rhumb.host.main.ReplyCode;

class ReferenceTest {
    private static final Path PAGE = Path.of("../../docs/reference/commands.md");

    /** With {@code -Drhumb.docs.update=true} the page is written anew. */
    @Test
    void thePageSaysWhatTheCommandsDo() throws IOException {
        String text = Reference.text();
        if (Boolean.getBoolean("rhumb.docs.update")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, text);
        }
        assertThat(Files.readString(PAGE))
                .as(
                        "a command changed since docs/reference/commands.md was written: ./rhumb reference"
                                + " > docs/reference/commands.md, or mvn test -pl controller/cli -am"
                                + " -Dtest=ReferenceTest -Drhumb.docs.update=true"
                                + " -Dsurefire.failIfNoSpecifiedTests=false")
                .isEqualTo(text);
    }

    @Test
    void everyCommandAndCodeIsInIt() {
        String text = Reference.text();
        assertThat(text)
                .contains("\n## rhumb show links\n")
                .contains("\n## rhumb drain\n")
                .contains("\n## rhumb pki ")
                .doesNotContain("@|")
                .doesNotContain("%%")
                .doesNotContain("DEFAULT-VALUE");
        for (ExitCode exit : ExitCode.values()) {
            assertThat(text).contains("| " + exit.status() + " | " + exit.meaning() + " |");
        }
        for (ReplyCode reply : ReplyCode.values()) {
            assertThat(text).contains("| " + reply.status() + " | " + reply.meaning());
        }
    }
}
