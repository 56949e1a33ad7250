package rhumb.host.main;

/**
 * How a Rhumb command or process ends. Stable: scripts and units depend on it. A process that is
 * told to stop by SIGTERM or SIGINT closes in order and ends with 143 or 130 (128 + signal), which
 * units name in {@code SuccessExitStatus=143}.
 */
public enum ExitCode {
    OK(0, "done"),
    DIFFERENCE(
            1, "done, and the answer is a finding: a difference, an expectation that did not hold"),
    USAGE(2, "the command line is wrong"),
    NOT_FOUND(3, "what was asked for does not exist"),
    UNREACHABLE(4, "no controller answers"),
    REFUSED(5, "policy refuses it"),
    CONFLICT(6, "it was made against an older revision"),
    PARTIAL(7, "some of it was done"),
    SOFTWARE(70, "a mistake of the program, with a stack trace (EX_SOFTWARE)"),
    MACHINE(74, "the machine refuses: a port in use, a file that cannot be written (EX_IOERR)"),
    CONFIG(78, "the configuration cannot be used: a restart will not help (EX_CONFIG)");

    private final int status;
    private final String meaning;

    ExitCode(int status, String meaning) {
        this.status = status;
        this.meaning = meaning;
    }

    public int status() {
        return status;
    }

    /** For the help. */
    public String meaning() {
        return meaning;
    }
}
