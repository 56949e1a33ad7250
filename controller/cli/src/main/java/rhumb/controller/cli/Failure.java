package rhumb.controller.cli;

/** A command that cannot go on: one line for people, an exit code for scripts. */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Exit exit;

    Failure(Exit exit, String text) {
        super(text);
        this.exit = exit;
    }

    Exit exit() {
        return exit;
    }
}
