package rhumb.host.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rhumb.host.config.YamlNode.Scalar;

/**
 * Values written as one word or number: text, numbers, true and false, enums, durations, paths;
 * every type with a {@code static T parse(String)}, such as {@code Endpoint} or {@code LinkId};
 * every record of one text, such as {@code PopId}.
 */
final class ScalarTypes {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,12})(ns|us|ms|s|m|h)");

    /** So that every duration can be counted in nanoseconds. */
    private static final Duration LONGEST = Duration.ofHours(100_000);

    private ScalarTypes() {}

    /** Whether values of the type are written as a single word or number. */
    static boolean isScalar(Class<?> type) {
        return type == String.class
                || type.isPrimitive()
                || type == Integer.class
                || type == Long.class
                || type == Double.class
                || type == Boolean.class
                || type == Duration.class
                || type == Path.class
                || type.isEnum()
                || parser(type) != null
                || isOneText(type);
    }

    /**
     * Reads a value.
     *
     * @throws IllegalArgumentException saying what is wrong and what was expected
     */
    static Object read(Class<?> type, Scalar scalar) {
        if (type == String.class) {
            return scalar.text();
        }
        if (type == int.class || type == Integer.class) {
            return (int) number(scalar, Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
        if (type == long.class || type == Long.class) {
            return number(scalar, Long.MIN_VALUE, Long.MAX_VALUE);
        }
        if (type == double.class || type == Double.class) {
            return fraction(scalar);
        }
        if (type == boolean.class || type == Boolean.class) {
            // YAML 1.1 takes "yes" and "off" too; in Rhumb's files they are a slip.
            if (!scalar.text().equals("true") && !scalar.text().equals("false")) {
                throw new IllegalArgumentException(scalar.kind() + "; expected true or false");
            }
            return Boolean.valueOf(scalar.text());
        }
        if (type == Duration.class) {
            return duration(scalar);
        }
        if (type == Path.class) {
            return Path.of(scalar.text());
        }
        Method parser = parser(type);
        if (parser != null) {
            return invoke(() -> parser.invoke(null, scalar.text()));
        }
        if (type.isEnum()) {
            return constant(type, scalar);
        }
        if (isOneText(type)) {
            return invoke(() -> {
                var constructor = type.getDeclaredConstructor(String.class);
                constructor.setAccessible(true);
                return constructor.newInstance(scalar.text());
            });
        }
        throw new IllegalStateException(type + " is no type that a configuration can hold");
    }

    private static long number(Scalar scalar, long min, long max) {
        try {
            long value = Long.parseLong(scalar.text().replace("_", ""));
            if (scalar.what() == Scalar.What.NUMBER && value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException(scalar.kind() + "; expected a whole number");
    }

    private static double fraction(Scalar scalar) {
        boolean number =
                scalar.what() == Scalar.What.NUMBER || scalar.what() == Scalar.What.FRACTION;
        try {
            double value = Double.parseDouble(scalar.text().replace("_", ""));
            if (number && Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException(scalar.kind() + "; expected a number");
    }

    private static Duration duration(Scalar scalar) {
        Matcher matcher = DURATION.matcher(scalar.text());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    scalar.kind()
                            + "; expected a whole number with ns, us, ms, s, m or h, such as"
                            + " 100ms");
        }
        long count = Long.parseLong(matcher.group(1));
        Duration duration =
                switch (matcher.group(2)) {
                    case "ns" -> Duration.ofNanos(count);
                    case "us" -> Duration.of(count, ChronoUnit.MICROS);
                    case "ms" -> Duration.ofMillis(count);
                    case "s" -> Duration.ofSeconds(count);
                    case "m" -> Duration.ofMinutes(count);
                    default -> Duration.ofHours(count);
                };
        if (duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    scalar.kind() + " is too long; expected at most " + LONGEST.toHours() + "h");
        }
        return duration;
    }

    private static Object constant(Class<?> type, Scalar scalar) {
        Object[] constants = type.getEnumConstants();
        List<String> words = words(type);
        int index = words.indexOf(scalar.text());
        if (index < 0) {
            throw new IllegalArgumentException(
                    scalar.kind()
                            + "; expected one of "
                            + String.join(", ", words)
                            + DidYouMean.hint(scalar.text(), words));
        }
        return constants[index];
    }

    /** How the constants of an enum are written. */
    static List<String> words(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(c -> ((Enum<?>) c).name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
    }

    static @Nullable Method parser(Class<?> type) {
        try {
            Method parse = type.getMethod("parse", String.class);
            boolean fits = Modifier.isStatic(parse.getModifiers()) && parse.getReturnType() == type;
            parse.setAccessible(fits);
            return fits ? parse : null;
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    private static boolean isOneText(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        return components != null
                && components.length == 1
                && components[0].getType() == String.class;
    }

    private interface Call {
        Object run() throws ReflectiveOperationException;
    }

    /** The type's own complaint comes through as it is; a mistake in the type crashes. */
    private static Object invoke(Call call) {
        try {
            return call.run();
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw refused;
            }
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
