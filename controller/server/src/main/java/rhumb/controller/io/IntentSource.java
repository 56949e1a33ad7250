package rhumb.controller.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rhumb.controller.commit.CommitRefused;
import rhumb.controller.intent.Intent;

/**
 * The intent of a controller's configuration as somebody wrote it, comments included: what is below
 * {@code intent:}, or the file that this key names.
 */
public final class IntentSource {
    private static final Pattern KEY =
            Pattern.compile("intent:\\s*(?<value>[^\\s#].*?)?\\s*(#.*)?");
    private static final Pattern QUOTES = Pattern.compile("^(['\"])(.*)\\1$");

    private IntentSource() {}

    /**
     * Finds it.
     *
     * @param config a file that was read
     * @param intent what was read of it: a text that means something else is none
     * @return null where it is written in a way that cannot be cut out
     */
    public static @Nullable String of(Path config, Intent intent) {
        try {
            String text = cut(config, Files.readAllLines(config));
            return text != null && new YamlIntent().intent(text).equals(intent) ? text : null;
        } catch (IOException | CommitRefused e) {
            return null; // only for people: the controller goes by what it read
        }
    }

    private static @Nullable String cut(Path config, List<String> lines) throws IOException {
        for (int i = 0; i < lines.size(); i++) {
            Matcher key = KEY.matcher(lines.get(i));
            if (key.matches()) {
                String value = key.group("value");
                return value == null
                        ? below(lines.subList(i + 1, lines.size()))
                        : Files.readString(
                                config.resolveSibling(QUOTES.matcher(value).replaceFirst("$2")));
            }
        }
        return null;
    }

    /** Up to the next key, without the blanks that all lines begin with. */
    private static String below(List<String> lines) {
        List<String> block = new ArrayList<>();
        for (String line : lines) {
            if (!line.isBlank()
                    && !Character.isWhitespace(line.charAt(0))
                    && line.charAt(0) != '#') {
                break;
            }
            block.add(line);
        }
        while (!block.isEmpty() && isAside(block.getLast())) {
            block.removeLast();
        }
        int indent =
                block.stream()
                        .filter(line -> !line.isBlank() && !line.strip().startsWith("#"))
                        .mapToInt(line -> line.length() - line.stripLeading().length())
                        .min()
                        .orElse(0);
        StringBuilder text = new StringBuilder();
        for (String line : block) {
            int blanks = line.length() - line.stripLeading().length();
            text.append(line.substring(Math.min(indent, blanks)).stripTrailing()).append('\n');
        }
        return text.toString();
    }

    /** Belongs to what follows the block. */
    private static boolean isAside(String line) {
        return line.isBlank() || line.startsWith("#");
    }
}
