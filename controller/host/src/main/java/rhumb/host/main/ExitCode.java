package rhumb.host.main;

/**
 * How a Rhumb command or process ends. Stable: scripts and units depend on it. A process that is
 * told to stop by SIGTERM or SIGINT closes in order and ends with 143 or 130 (128 + signal), which
 * units name in {@code SuccessExitStatus=143}.
 */
public enum ExitCode {
    /** Done. */
    OK(0),
    /** A difference or a finding: {@code diff}, {@code doctor}. */
    DIFFERENCE(1),
    /** The command line is wrong. */
    USAGE(2),
    /** What was asked for does not exist. */
    NOT_FOUND(3),
    /** No controller answers. */
    UNREACHABLE(4),
    /** Policy refuses it. */
    REFUSED(5),
    /** It was made against an older revision. */
    CONFLICT(6),
    /** Some of it was done. */
    PARTIAL(7),
    /** A mistake of the program, with a stack trace (EX_SOFTWARE). */
    SOFTWARE(70),
    /** The machine refuses: a port in use, a file that cannot be written (EX_IOERR). */
    MACHINE(74),
    /** The configuration cannot be used: a restart will not help (EX_CONFIG). */
    CONFIG(78);

    private final int status;

    ExitCode(int status) {
        this.status = status;
    }

    public int status() {
        return status;
    }
}
