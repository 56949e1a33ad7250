package rhumb.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What Maven takes without a word and a process then misses. */
class PomsTest {
    private static final Pattern DEPENDENCY =
            Pattern.compile("<dependency>(.*?)</dependency>", Pattern.DOTALL);
    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>([^<]+)</artifactId>");
    private static final Pattern TEST = Pattern.compile("<scope>\\s*test\\s*</scope>");

    /**
     * A scope that a module states itself counts for what its modules need as well: a library of
     * theirs, wanted here in tests only and so narrowed, is missing when the process runs. No test
     * of the module sees it.
     */
    @Test
    void noModuleNarrowsToTestsWhatItsModulesNeed() {
        List<String> wrong = new ArrayList<>();
        Modules.ARROWS.forEach((module, uses) ->
                dependencies(module)
                        .forEach((artifact, test) -> {
                            if (test && neededBy(uses, artifact)) {
                                wrong.add(module + ": " + artifact);
                            }
                        }));
        assertThat(wrong).isEmpty();
    }

    @Test
    void theReaderSeesScopes() {
        assertThat(dependencies("controller/cli")).containsEntry("jackson-databind", false);
        assertThat(dependencies("controller/server")).containsEntry("cli", true);
        assertThat(neededBy(List.of("controller/cli"), "jackson-databind")).isTrue();
    }

    private static boolean neededBy(List<String> modules, String artifact) {
        return modules.stream()
                .anyMatch(m -> dependencies(m).getOrDefault(artifact, true).equals(false));
    }

    /** Artifacts, each with whether it is for tests alone. */
    private static Map<String, Boolean> dependencies(String module) {
        Path pom = Modules.ROOT.resolve(module).resolve("pom.xml");
        Map<String, Boolean> scopes = new LinkedHashMap<>();
        Matcher dependency = DEPENDENCY.matcher(Modules.read(pom));
        while (dependency.find()) {
            Matcher artifact = ARTIFACT.matcher(dependency.group(1));
            if (artifact.find()) {
                scopes.put(artifact.group(1), TEST.matcher(dependency.group(1)).find());
            }
        }
        return scopes;
    }
}
