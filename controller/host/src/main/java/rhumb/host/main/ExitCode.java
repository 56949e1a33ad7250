package rhumb.host.main;

import java.util.Locale;

/**
 * How a Rhumb command or process ends. Stable: scripts and units depend on it. A process that is
 * told to stop by SIGTERM or SIGINT closes in order and ends with 143 or 130 (128 + signal), which
 * units name in {@code SuccessExitStatus=143}.
 */
public enum ExitCode {
    OK(0, "done", "nothing"),
    DIFFERENCE(
            1,
            "done, and the answer is a finding: a difference, an expectation that did not hold",
            "read what was printed"),
    USAGE(2, "the command line is wrong", "correct it: --help says what is understood"),
    NOT_FOUND(
            3,
            "what was asked for does not exist",
            "name what exists: `rhumb show pops`, `rhumb show links`"),
    UNREACHABLE(
            4,
            "no controller answers",
            "start one, name one with --controller, or see why it cannot be reached: `rhumb doctor`"),
    REFUSED(
            5,
            "policy refuses it",
            "read why; the role of a certificate, or the state of the overlay, does not allow it"),
    CONFLICT(
            6,
            "it was made against an older revision",
            "see what changed, `rhumb intent diff`, and apply again"),
    PARTIAL(7, "some of it was done", "read what was not, and do that again"),
    SOFTWARE(
            70,
            "a mistake of the program, with a stack trace (EX_SOFTWARE)",
            "report it with the stack trace"),
    MACHINE(
            74,
            "the machine refuses: a port in use, a file that cannot be written (EX_IOERR)",
            "free what is taken, or use another: `rhumb doctor` names it"),
    CONFIG(
            78,
            "the configuration cannot be used: a restart will not help (EX_CONFIG)",
            "correct the lines that are named, and check with --check");

    private final int status;
    private final String meaning;
    private final String whatToDo;

    ExitCode(int status, String meaning, String whatToDo) {
        this.status = status;
        this.meaning = meaning;
        this.whatToDo = whatToDo;
    }

    public int status() {
        return status;
    }

    /** For the help. */
    public String meaning() {
        return meaning;
    }

    /** What generally helps. */
    public String whatToDo() {
        return whatToDo;
    }

    /** The name in answers for programs, such as {@code not-found}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
