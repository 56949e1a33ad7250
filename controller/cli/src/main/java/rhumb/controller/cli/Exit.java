package rhumb.controller.cli;

/** Exit codes of the operator commands; scripts rely on them. */
enum Exit {
    OK(0, "done"),
    FOUND(1, "done, and the answer is a finding: an expectation did not hold, a check failed"),
    USAGE(2, "the command line is wrong"),
    NOT_FOUND(3, "what was named does not exist"),
    UNREACHABLE(4, "no controller answers"),
    REFUSED(5, "the controller refused");

    private final int code;
    private final String meaning;

    Exit(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    int code() {
        return code;
    }

    String meaning() {
        return meaning;
    }
}
