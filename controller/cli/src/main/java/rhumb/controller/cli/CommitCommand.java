package rhumb.controller.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** A command that makes a revision of the intent, and says which. */
abstract class CommitCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    Rhumb rhumb;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Reason reason;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Output output;

    /** Has it done by {@code /v1/intent/VERB}. */
    int commit(String verb, Map<String, String> what) {
        Map<String, String> query = reason.query();
        query.putAll(what);
        return output.print(
                rhumb.out(),
                () -> rhumb.northbound().post("intent/" + verb, query),
                IntentText::committed);
    }
}
