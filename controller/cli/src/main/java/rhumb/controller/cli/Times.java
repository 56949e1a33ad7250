package rhumb.controller.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rhumb.host.main.CommandFailure;
import rhumb.host.main.ExitCode;

/** Times as operators write them: 500ms, 60s, 5m, 1h, 90d. */
final class Times {
    private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    private Times() {}

    static long ms(String option, String text) {
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            throw new CommandFailure(
                    ExitCode.USAGE, option + " " + text + ": expected a time such as 60s or 5m");
        }
        long unit =
                switch (time.group(2)) {
                    case "ms" -> 1;
                    case "s" -> 1_000;
                    case "m" -> 60_000;
                    case "h" -> 3_600_000;
                    default -> 86_400_000;
                };
        return Long.parseLong(time.group(1)) * unit;
    }
}
