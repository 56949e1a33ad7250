package rhumb.host.config;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * YAML bound to records. Keys are the components in kebab-case; unknown keys are refused. A
 * component holds text, a number, true or false, an enum constant in kebab-case, a {@code
 * Duration}, a {@code Path}, a {@link BitRate}, any type with a {@code static parse(String)}, any
 * record of one text, another record ({@link OrFile}: here or in a file of its own), or a {@code
 * List} or {@code Map} of these. A whole number whose name ends in Ns, Us, Ms, Bps or Ppm is
 * written without that and with its unit: {@code holdDownMs} as {@code hold-down: 10s}. What the
 * file may leave out is marked {@link Defaulted} or {@code @Nullable}. A record refuses values by
 * an {@code IllegalArgumentException} in its compact constructor.
 */
public final class ConfigFile {
    private ConfigFile() {}

    /**
     * Reads a file.
     *
     * @throws ConfigException with every problem of the file
     */
    public static <T extends Record> T load(Path file, Class<T> type) throws ConfigException {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new ConfigException(List.of(file + ": " + complaint(e)));
        }
        return parse(file.toString(), text, type);
    }

    /** The same from text; {@code source} stands for the file in problems. */
    public static <T extends Record> T parse(String source, String text, Class<T> type)
            throws ConfigException {
        Problems problems = new Problems(source);
        YamlNode root = YamlReader.read(text, problems);
        problems.throwIfAny();
        Object bound = new RecordBinder(problems).bind(type, root, "");
        problems.throwIfAny();
        return Objects.requireNonNull(type.cast(bound), "no value and no problem");
    }

    private static String complaint(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> "no such file; give the path of a configuration";
            case AccessDeniedException denied -> "may not be read; check its owner and mode";
            case MalformedInputException binary -> "is not UTF-8 text";
            default -> "cannot be read: " + e.getMessage();
        };
    }
}
