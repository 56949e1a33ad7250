package rhumb.host.main;

/**
 * How a controller answers a request below {@code /v1/}: the status of HTTP, and how a command ends
 * that gets it. Stable: scripts depend on it. The body of each but the first has one field, {@code
 * error}, that says what is wrong and what to do.
 */
public enum ReplyCode {
    DONE(200, ExitCode.OK, "done; the body is the answer"),
    WRONG(400, ExitCode.USAGE, "what was asked is wrong; error says what was expected"),
    FORBIDDEN(403, ExitCode.REFUSED, "the role of who asks does not allow it"),
    ABSENT(404, ExitCode.NOT_FOUND, "there is no such thing; error names those close to it"),
    METHOD(405, ExitCode.REFUSED, "neither GET, HEAD nor POST"),
    CONFLICT(
            409,
            ExitCode.CONFLICT,
            "somebody committed meanwhile, or a revision waits to be confirmed"),
    TOO_LARGE(413, ExitCode.REFUSED, "the document is longer than 1 MiB"),
    ADDRESS_TOO_LONG(414, ExitCode.REFUSED, "the address is longer than 4096 bytes"),
    MISDIRECTED(
            421,
            ExitCode.REFUSED,
            "another controller leads; leader says where, and commands ask there by themselves"),
    HEADERS_TOO_LONG(431, ExitCode.REFUSED, "the headers are longer than 8192 bytes"),
    MISTAKE(500, ExitCode.REFUSED, "a mistake of the controller; its log has it"),
    NOT_NOW(503, ExitCode.REFUSED, "not now: busy, starting, or a process of a PoP is missing");

    private final int status;
    private final ExitCode exit;
    private final String meaning;

    ReplyCode(int status, ExitCode exit, String meaning) {
        this.status = status;
        this.exit = exit;
        this.meaning = meaning;
    }

    public int status() {
        return status;
    }

    /** How a command ends that gets this answer. */
    public ExitCode exit() {
        return exit;
    }

    /** For the reference. */
    public String meaning() {
        return meaning;
    }

    /** The exit code for a status; a status that is not known is a refusal. */
    public static ExitCode exit(int status) {
        for (ReplyCode code : values()) {
            if (code.status == status) {
                return code.exit;
            }
        }
        return ExitCode.REFUSED;
    }
}
