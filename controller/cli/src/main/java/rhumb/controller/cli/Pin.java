package rhumb.controller.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

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
final class Pin implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Rhumb rhumb;

    @Parameters(arity = "2..6", paramLabel = "POP", description = "the path, from end to end")
    private List<String> path = new ArrayList<>();

    @Option(names = "--class", paramLabel = "CLASS", description = "only this class, such as audio")
    private String trafficClass = "";

    @Option(names = "--hard", description = "also when it no longer does for the class")
    private boolean hard;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Reason reason;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Output output;

    @Override
    public Integer call() {
        Map<String, String> query = reason.query();
        query.put("path", String.join(" ", path));
        query.put("class", trafficClass);
        query.put("hard", String.valueOf(hard));
        return output.print(
                rhumb.out(),
                () -> rhumb.northbound().post("intent/pin", query),
                IntentText::committed);
    }

    /** {@code rhumb unpin FROM TO}. */
    @Command(
            name = "unpin",
            sortOptions = false,
            description = "Let the planner choose again for a pair that was pinned.")
    static final class Unpin implements Callable<Integer> {
        @ParentCommand
        @SuppressWarnings("NullAway.Init") // set by picocli
        private Rhumb rhumb;

        @Parameters(index = "0", paramLabel = "FROM", description = "where the path begins")
        private String from = "";

        @Parameters(index = "1", paramLabel = "TO", description = "where it ends")
        private String to = "";

        @Option(
                names = "--class",
                paramLabel = "CLASS",
                description = "as it was pinned: of this class only")
        private String trafficClass = "";

        @Mixin
        @SuppressWarnings("NullAway.Init") // set by picocli
        private Reason reason;

        @Mixin
        @SuppressWarnings("NullAway.Init") // set by picocli
        private Output output;

        @Override
        public Integer call() {
            Map<String, String> query = reason.query();
            query.put("from", from);
            query.put("to", to);
            query.put("class", trafficClass);
            return output.print(
                    rhumb.out(),
                    () -> rhumb.northbound().post("intent/unpin", query),
                    IntentText::committed);
        }
    }
}
