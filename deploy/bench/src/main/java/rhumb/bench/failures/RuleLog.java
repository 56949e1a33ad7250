package rhumb.bench.failures;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rhumb.net.Epoch;

/** What a forwarder says in its log of the rules it installs and refuses, in order. */
final class RuleLog {
    private static final Pattern INSTALLED =
            Pattern.compile("event=rules-installed epoch=(\\d+)\\.(\\d+) ");
    private static final Pattern REFUSED =
            Pattern.compile("event=rules-refused epoch=\\S+ reason=older-epoch");

    private final Path file;
    private long readBytes;
    private Epoch highest = Epoch.NONE;
    private int installed;
    private int older;
    private int refused;

    RuleLog(Path file) {
        this.file = file;
    }

    /** Reads what was added. */
    void read() throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            byte[] added = new byte[(int) (log.length() - readBytes)];
            log.seek(readBytes);
            log.readFully(added);
            String text = new String(added, StandardCharsets.UTF_8);
            int whole = text.lastIndexOf('\n') + 1;
            readBytes += text.substring(0, whole).getBytes(StandardCharsets.UTF_8).length;
            text.substring(0, whole).lines().forEach(this::take);
        }
    }

    private void take(String line) {
        Matcher rules = INSTALLED.matcher(line);
        if (rules.find()) {
            Epoch epoch =
                    new Epoch(Long.parseLong(rules.group(1)), Integer.parseInt(rules.group(2)));
            installed++;
            older += epoch.isBefore(highest) ? 1 : 0;
            highest = epoch.isBefore(highest) ? highest : epoch;
        }
        refused += REFUSED.matcher(line).find() ? 1 : 0;
    }

    /** Sets of rules that were installed. */
    int installed() {
        return installed;
    }

    /** Those of them with an epoch below one before. */
    int older() {
        return older;
    }

    /** Updates refused because a higher epoch was there. */
    int refused() {
        return refused;
    }
}
