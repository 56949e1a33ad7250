package rhumb.controller.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import rhumb.host.main.CommandFailure;
import rhumb.host.main.ExitCode;

/** From when to when, and of which controller: shared by what looks back. */
final class Past {
    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "how long ago it begins, such as 30s, 15m, 1h, 7d")
    private @Nullable String since;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "how long ago it ends (default: now)")
    private @Nullable String until;

    @Option(
            names = "--own",
            description =
                    "of the controller that is asked, although another one leads: what it saw while"
                            + " it led")
    private boolean own;

    /** Puts it into a query; {@code otherwise} ago when no beginning was given, null = any. */
    void into(Map<String, String> query, @Nullable String otherwise) {
        long nowMs = System.currentTimeMillis();
        String begin = since == null ? otherwise : since;
        if (begin != null) {
            long beginMs = nowMs - Times.ms("--since", begin);
            query.put("since", Long.toString(beginMs));
            if (until != null && nowMs - Times.ms("--until", until) <= beginMs) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "--until " + until + ": expected less than --since " + begin);
            }
        }
        if (until != null) {
            query.put("until", Long.toString(nowMs - Times.ms("--until", until)));
        }
        if (own) {
            query.put("own", "true");
        }
    }
}
