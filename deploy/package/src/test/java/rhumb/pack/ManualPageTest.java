package rhumb.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

class ManualPageTest {
    @Command(
            name = "boat",
            description = "Sails to 100%% of ports. And back.%n",
            footerHeading = "%nFor example:%n",
            footer = ".boat --speed 3",
            subcommands = Row.class)
    static final class Boat {
        @Option(
                names = {"-s", "--speed"},
                paramLabel = "KNOTS",
                scope = ScopeType.INHERIT,
                description = "how fast (default: ${DEFAULT-VALUE})",
                defaultValue = "5")
        int speed;
    }

    @Command(name = "row", description = "Uses the \"oars\" in C:\\boat.")
    static final class Row {
        @Parameters(paramLabel = "WHERE", description = "which way")
        String where = "";

        @Option(names = "--quietly", hidden = true, description = "nobody knows")
        boolean quietly;
    }

    private static final String PAGE =
            ManualPage.of(
                    new CommandLine(new Boat()),
                    1,
                    "0.1-x",
                    Map.of("FILES", Map.of("/etc/boat", "the keel")),
                    List.of("ship(1)"));

    @Test
    void aPageHasTheSectionsThatManualsHave() {
        assertThat(PAGE.lines().filter(line -> line.startsWith(".SH")))
                .containsExactly(
                        ".SH \"NAME\"",
                        ".SH \"SYNOPSIS\"",
                        ".SH \"DESCRIPTION\"",
                        ".SH \"OPTIONS\"",
                        ".SH \"COMMANDS\"",
                        ".SH \"FOR EXAMPLE\"",
                        ".SH \"FILES\"",
                        ".SH \"EXIT STATUS\"",
                        ".SH \"SEE ALSO\"");
        assertThat(PAGE).startsWith(".TH \"BOAT\" 1 \"\" \"Rhumb 0.1\\-x\" \"Rhumb\"\n");
        assertThat(PAGE).contains("boat \\- Sails to 100% of ports\n");
    }

    @Test
    void optionsAreToldOnceAndHiddenOnesNever() {
        assertThat(PAGE).containsOnlyOnce("\\fB\\-s, \\-\\-speed KNOTS\\fR\nhow fast (default: 5)");
        assertThat(PAGE).contains(".SS \"boat row\"").contains("\\fBWHERE\\fR\nwhich way");
        assertThat(PAGE).doesNotContain("quietly");
    }

    @Test
    void whatTroffWouldReadAsACommandStandsForItself() {
        assertThat(PAGE).contains("\\&.boat \\-\\-speed 3");
        assertThat(PAGE).contains("Uses the \\(dqoars\\(dq in C:\\eboat.");
        assertThat(ManualPage.escape("'tis")).isEqualTo("\\&'tis");
    }
}
