package rhumb.controller.commit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rhumb.controller.commit.CommitRefused.Reason;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.RuleIntent;

/**
 * All revisions, and what may come next. A value: each step gives another one, which the shell
 * takes once it is kept on disk.
 *
 * <pre>
 * state \ event   apply, operate   rollback   confirm     time is up
 * stands          next             next       refused     -
 * unconfirmed     refused          next       stands      next: what was before
 * </pre>
 */
public final class Commits {
    /** Longest document. */
    public static final int MAX_BYTES = 1 << 20;

    private final IntentReader reader;
    private final Configured configured;
    private final List<Commit> all;
    private final long confirmed;

    private Commits(IntentReader reader, Configured configured, List<Commit> all, long confirmed) {
        this.reader = reader;
        this.configured = configured;
        this.all = List.copyOf(all);
        this.confirmed = confirmed;
    }

    /** Nothing was committed yet. */
    public static Commits none(IntentReader reader, Configured configured) {
        return new Commits(reader, configured, List.of(), 0);
    }

    /** With one that was read back or made: its number must be the next one. */
    public Commits with(Commit commit) {
        if (commit.number() != current().number() + 1) {
            throw new IllegalArgumentException(
                    "revision " + commit.number() + " after " + current().number());
        }
        List<Commit> more = new ArrayList<>(all);
        more.add(commit);
        return new Commits(reader, configured, more, confirmed);
    }

    /** With the last one confirmed. */
    public Commits withConfirmed(long number) {
        return new Commits(reader, configured, all, Math.max(confirmed, number));
    }

    /** What holds now. */
    public Commit current() {
        return all.isEmpty() ? Commit.CONFIGURED : all.getLast();
    }

    /** Ascending. */
    public List<Commit> all() {
        return all;
    }

    /** Whether the last one is taken back unless somebody confirms it. */
    public boolean waits() {
        return current().confirmByUnixMs() > 0 && confirmed < current().number();
    }

    /** A revision by its number; 0 is the configuration. */
    public Commit revision(long number) throws CommitRefused {
        if (number < 0 || number > all.size()) {
            throw new CommitRefused(
                    Reason.UNKNOWN,
                    "there is no revision " + number + "; the last one is " + all.size());
        }
        return number == 0 ? Commit.CONFIGURED : all.get((int) number - 1);
    }

    /** What a revision means. */
    public Intent intent(Commit commit) throws CommitRefused {
        String document = commit.document();
        Intent base = document == null ? configured.intent() : parse(document);
        List<RuleIntent> rules = new ArrayList<>(base.policy().rules());
        try {
            for (Map.Entry<String, String> operation : commit.operations().entrySet()) {
                rules.add(reader.rule(operation.getKey(), operation.getValue()));
            }
            return base.with(base.policy().withRules(rules));
        } catch (IllegalArgumentException e) {
            throw CommitRefused.invalid(List.of(String.valueOf(e.getMessage())));
        }
    }

    /** The document that a revision goes by; null where it is a configuration nobody wrote. */
    public @Nullable String document(Commit commit) {
        String document = commit.document();
        return document == null ? configured.document() : document;
    }

    /** What a document means that is not committed. */
    public Intent parse(String document) throws CommitRefused {
        return reader.intent(document);
    }

    /**
     * The next revision: another document, with the operations that hold.
     *
     * @param base the revision it was made against; anything else is refused
     * @param confirmMs how long it waits to be confirmed; 0 = it stands
     */
    public Commit apply(String document, Author author, long base, long confirmMs)
            throws CommitRefused {
        mayCommit(base);
        return checked(
                new Commit(
                        current().number() + 1,
                        author.unixMs(),
                        author.who(),
                        author.why(),
                        "apply",
                        document,
                        current().operations(),
                        confirmMs == 0 ? 0 : author.unixMs() + confirmMs));
    }

    /** The next revision: a rule more, in place of one of the same name. */
    public Commit operate(Operation operation, Author author) throws CommitRefused {
        mayCommit(current().number());
        Map<String, String> operations = new LinkedHashMap<>(current().operations());
        operations.put(operation.name(), operation.yaml());
        return checked(operated(operations, operation.what(), author));
    }

    /** The next revision: without a rule that an operation made. */
    public Commit undo(String name, String what, Author author) throws CommitRefused {
        mayCommit(current().number());
        Map<String, String> operations = new LinkedHashMap<>(current().operations());
        if (operations.remove(name) == null) {
            throw new CommitRefused(
                    Reason.UNKNOWN,
                    "there is nothing to undo by \""
                            + what
                            + "\"; in force: "
                            + (operations.isEmpty() ? "none" : String.join(", ", all(operations))));
        }
        return checked(operated(operations, what, author));
    }

    private static List<String> all(Map<String, String> operations) {
        return List.copyOf(operations.keySet());
    }

    private Commit operated(Map<String, String> operations, String what, Author author) {
        return new Commit(
                current().number() + 1,
                author.unixMs(),
                author.who(),
                author.why(),
                what,
                current().document(),
                operations,
                0);
    }

    /**
     * The next revision: the content of an earlier one.
     *
     * @param number -1 = the one before the last
     */
    public Commit rollback(long number, Author author) throws CommitRefused {
        long to = number < 0 ? current().number() - 1 : number;
        if (all.isEmpty() || to == current().number()) {
            throw new CommitRefused(
                    Reason.INVALID, "revision " + current().number() + " is what holds already");
        }
        return checked(revision(to).again(current().number() + 1, author, "rollback to " + to));
    }

    /** The number of the revision that this confirms. */
    public long confirm() throws CommitRefused {
        if (!waits()) {
            throw new CommitRefused(
                    Reason.INVALID, "nothing waits: revision " + current().number() + " stands");
        }
        return current().number();
    }

    /** What to commit when the time to confirm the last one is up. */
    public Commit takenBack(long unixMs) throws CommitRefused {
        String why = "revision " + current().number() + " was not confirmed in time";
        return rollback(-1, new Author("rhumb", why, unixMs));
    }

    /** For how long the last one was to wait when it was made, milliseconds; 0 = not at all. */
    public long confirmMs() {
        long byMs = current().confirmByUnixMs();
        return byMs == 0 ? 0 : Math.max(0, byMs - current().atUnixMs());
    }

    private Commit checked(Commit commit) throws CommitRefused {
        intent(commit);
        return commit;
    }

    private void mayCommit(long base) throws CommitRefused {
        if (base != current().number()) {
            throw new CommitRefused(
                    Reason.CONFLICT,
                    "it was made against revision "
                            + base
                            + ", and "
                            + current().who()
                            + " committed revision "
                            + current().number()
                            + " meanwhile: look at it (rhumb intent diff), then apply again");
        }
        if (waits()) {
            throw new CommitRefused(
                    Reason.UNCONFIRMED,
                    "revision "
                            + current().number()
                            + " of "
                            + current().who()
                            + " waits to be confirmed: rhumb intent confirm, or rhumb intent rollback");
        }
    }
}
