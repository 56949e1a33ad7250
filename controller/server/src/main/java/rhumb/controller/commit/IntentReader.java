package rhumb.controller.commit;

import rhumb.controller.intent.Intent;
import rhumb.controller.intent.RuleIntent;

/** What documents mean. */
public interface IntentReader {
    /** Reads a document; refused with all its problems, each with line and field. */
    Intent intent(String document) throws CommitRefused;

    /**
     * Reads one rule.
     *
     * @param name what problems call it
     */
    RuleIntent rule(String name, String document) throws CommitRefused;
}
