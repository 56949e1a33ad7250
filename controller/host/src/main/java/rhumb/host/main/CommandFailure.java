package rhumb.host.main;

/** A command that cannot go on: one line for people, an exit code for scripts. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exit;

    /**
     * @param text what is wrong and what to do; empty when there is nothing to say
     */
    public CommandFailure(ExitCode exit, String text) {
        super(text);
        this.exit = exit;
    }

    public ExitCode exit() {
        return exit;
    }
}
