package rhumb.sim.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import rhumb.sim.scenario.CityDelays;
import rhumb.sim.scenario.Scenario;
import rhumb.sim.scenario.ScenarioError;
import rhumb.sim.scenario.ScenarioException;
import rhumb.sim.scenario.ScenarioParser;

/** Finds scenarios: the shipped ones by name, others as files. */
public final class Scenarios {
    /** Names of the shipped scenarios, in the order in which help texts list them. */
    public static final List<String> SHIPPED =
            List.of(
                    "brownout",
                    "creep",
                    "blackhole-one-way",
                    "pop-down",
                    "transit-link-down",
                    "bleach",
                    "congestion",
                    "tenants",
                    "flap",
                    "controller-down",
                    "new-york-shenzhen",
                    "lossy-links",
                    "bursts",
                    "link-cut");

    private static final String SUFFIX = ".scenario";
    private static final long MAX_BYTES = 4_000_000;

    private Scenarios() {}

    /**
     * Reads a scenario.
     *
     * @param nameOrFile a shipped name, or the path of a file
     * @throws ScenarioException when there is none or it has mistakes
     */
    public static Scenario load(String nameOrFile) throws ScenarioException {
        return SHIPPED.contains(nameOrFile)
                ? parse(nameOrFile, nameOrFile + SUFFIX, shippedText(nameOrFile))
                : file(nameOrFile);
    }

    /** The text of a shipped scenario, to start an own one from. */
    public static String shippedText(String name) {
        return resource("scenario/" + name + SUFFIX);
    }

    /** The shipped table of delays between cities. */
    public static CityDelays cityDelays() {
        return CityDelays.parse(resource("scenario/city-delays.txt"));
    }

    /** The text of a scenario, shipped or in a file. */
    public static String text(String nameOrFile) throws ScenarioException {
        return SHIPPED.contains(nameOrFile) ? shippedText(nameOrFile) : fileText(nameOrFile);
    }

    private static Scenario file(String file) throws ScenarioException {
        String text = fileText(file);
        String base = String.valueOf(Path.of(file).getFileName());
        String name =
                base.endsWith(SUFFIX) ? base.substring(0, base.length() - SUFFIX.length()) : base;
        return parse(name, file, text);
    }

    private static String fileText(String file) throws ScenarioException {
        Path path = Path.of(file);
        try {
            if (Files.size(path) > MAX_BYTES) {
                throw unreadable(file, "expected a file of at most " + MAX_BYTES + " bytes");
            }
            return Files.readString(path);
        } catch (IOException e) {
            throw unreadable(
                    file,
                    "expected a readable file or one of the shipped scenarios "
                            + String.join(", ", SHIPPED));
        }
    }

    private static Scenario parse(String name, String file, String text) throws ScenarioException {
        return ScenarioParser.parse(name, file, text, cityDelays());
    }

    private static ScenarioException unreadable(String file, String message) {
        return new ScenarioException(file, List.of(new ScenarioError(file, 0, "file", message)));
    }

    private static String resource(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    static byte[] bytes(String name) {
        try (InputStream in = Scenarios.class.getResourceAsStream("/rhumb/sim/" + name)) {
            if (in == null) {
                throw new IllegalStateException("resource " + name + " is missing from the build");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
