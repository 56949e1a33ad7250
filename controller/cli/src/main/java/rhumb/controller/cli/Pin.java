package rhumb.controller.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rhumb pin POP POP...}. */
@Command(
        name = "pin",
        sortOptions = false,
        description = {
            "Keep a pair's traffic on a path while it does for the class. It holds until it is"
                    + " unpinned, also over a restart; reasons name it.",
            ""
        },
        footerHeading = "%nFor example:%n",
        footer = "  rhumb pin sin nrt fra --class audio --why \"cable repair\"")
final class Pin extends CommitCommand {
    @Parameters(arity = "2..6", paramLabel = "POP", description = "the path, from end to end")
    private List<String> path = new ArrayList<>();

    @Option(names = "--class", paramLabel = "CLASS", description = "only this class, such as audio")
    private String trafficClass = "";

    @Option(names = "--hard", description = "also when it no longer does for the class")
    private boolean hard;

    @Override
    public Integer call() {
        return commit(
                "pin",
                Map.of(
                        "path", String.join(" ", path),
                        "class", trafficClass,
                        "hard", String.valueOf(hard)));
    }

    /** {@code rhumb unpin FROM TO}. */
    @Command(
            name = "unpin",
            sortOptions = false,
            description = "Let the planner choose again for a pair that was pinned.")
    static final class Unpin extends CommitCommand {
        @Parameters(index = "0", paramLabel = "FROM", description = "where the path begins")
        private String from = "";

        @Parameters(index = "1", paramLabel = "TO", description = "where it ends")
        private String to = "";

        @Option(
                names = "--class",
                paramLabel = "CLASS",
                description = "as it was pinned: of this class only")
        private String trafficClass = "";

        @Override
        public Integer call() {
            return commit("unpin", Map.of("from", from, "to", to, "class", trafficClass));
        }
    }
}
