package rhumb.host.config;

import java.util.List;

/**
 * A configuration that cannot be used. Each problem is one line, {@code file:line:column:
 * field.path: what is wrong; expected ...; did you mean ...}; the message is all of them.
 */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    public ConfigException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** In the order of the file; at least one. */
    public List<String> problems() {
        return problems;
    }
}
