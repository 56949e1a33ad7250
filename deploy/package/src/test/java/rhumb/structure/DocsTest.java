package rhumb.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Documents tell the truth: every path, class and metric they name exists, and a codec that changed
 * has a document that changed with it.
 */
class DocsTest {
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*/?");
    private static final Pattern CLASS =
            Pattern.compile("(rhumb(\\.[a-z0-9]+)+\\.)?[A-Z][a-z0-9]+([A-Z][A-Za-z0-9]*)+");
    private static final Pattern PACKAGE = Pattern.compile("rhumb(\\.[a-z0-9]+)+");
    private static final Pattern METRIC = Pattern.compile("rhumb_[a-z0-9_]+");
    private static final Pattern HASH =
            Pattern.compile("(?m)^Code: `([^`]+)`, SHA-256 `([0-9a-f]{16})`\\.$");

    /** Words in the shape of a class that are somebody else's. */
    private static final Set<String> FOREIGN =
            Set.of(
                    "OpenMetrics",
                    "WebRTC",
                    "ByteBuffer",
                    "FlowRule",
                    "LinkWeigher",
                    "DisjointPath",
                    "TopologyCluster",
                    "ScalarWeight");

    private static List<Path> documents() {
        List<Path> documents =
                new ArrayList<>(
                        List.of(
                                Modules.ROOT.resolve("README.md"),
                                Modules.ROOT.resolve("ARCHITECTURE.md")));
        documents.addAll(Modules.files(Modules.ROOT.resolve("docs"), ".md"));
        documents.removeIf(Files::notExists);
        return documents;
    }

    private static List<String> codeWords(Path document) {
        List<String> words = new ArrayList<>();
        Matcher matcher = CODE.matcher(Modules.read(document));
        while (matcher.find()) {
            words.add(matcher.group(1));
        }
        return words;
    }

    @Test
    void pathsClassesAndPackagesInDocumentsExist() {
        Set<String> classes = new HashSet<>(FOREIGN);
        Set<String> packages = new HashSet<>();
        for (String module : Modules.ARROWS.keySet()) {
            for (String set : List.of("main", "test")) {
                for (Path source : Modules.sources(module, set)) {
                    String name = source.getFileName().toString().replace(".java", "");
                    Matcher declared =
                            Pattern.compile("(?m)^package ([a-z0-9.]+);")
                                    .matcher(Modules.read(source));
                    String home = declared.find() ? declared.group(1) : "";
                    classes.add(name);
                    classes.add(home + "." + name);
                    for (String part = home;
                            part.contains(".");
                            part = part.substring(0, part.lastIndexOf('.'))) {
                        packages.add(part);
                    }
                    Matcher nested =
                            Pattern.compile("(?:record|class|enum|interface) ([A-Z]\\w+)")
                                    .matcher(Modules.read(source));
                    while (nested.find()) {
                        classes.add(nested.group(1));
                    }
                }
            }
        }
        List<String> dangling = new ArrayList<>();
        for (Path document : documents()) {
            for (String word : codeWords(document)) {
                boolean missing =
                        CLASS.matcher(word).matches() && !classes.contains(word)
                                || PACKAGE.matcher(word).matches() && !packages.contains(word)
                                || isOurPath(word) && !Files.exists(Modules.ROOT.resolve(word));
                if (missing) {
                    dangling.add(Modules.ROOT.relativize(document) + " names " + word);
                }
            }
        }
        assertThat(dangling).isEmpty();
    }

    private static boolean isOurPath(String word) {
        if (!PATH.matcher(word).matches() || !word.contains("/")) {
            return word.endsWith(".md") && PATH.matcher(word).matches();
        }
        String first = word.substring(0, word.indexOf('/'));
        return Set.of(
                        "controller",
                        "probe-agent",
                        "path-compute",
                        "dscp-forwarder",
                        "deploy",
                        "docs",
                        ".ci")
                .contains(first);
    }

    @Test
    void metricsInDocumentsExist() {
        Set<String> known = new HashSet<>();
        for (String module : Modules.ARROWS.keySet()) {
            for (Path source : Modules.sources(module, "main")) {
                Matcher matcher = METRIC.matcher(Modules.read(source));
                while (matcher.find()) {
                    known.add(matcher.group());
                }
            }
        }
        // Variables of the playbook look the same.
        for (Path playbook : Modules.files(Modules.ROOT.resolve("deploy/ansible"), ".yaml")) {
            Matcher matcher = METRIC.matcher(Modules.read(playbook));
            while (matcher.find()) {
                known.add(matcher.group());
            }
        }
        List<String> dangling = new ArrayList<>();
        for (Path document : documents()) {
            Matcher matcher = METRIC.matcher(Modules.read(document));
            while (matcher.find()) {
                String base = matcher.group().replaceAll("_(bucket|sum|count)$", "");
                if (!known.contains(matcher.group()) && !known.contains(base)) {
                    dangling.add(Modules.ROOT.relativize(document) + " names " + matcher.group());
                }
            }
        }
        assertThat(dangling).isEmpty();
    }

    /** Words that follow {@code rhumb}, and options, are those of some command in the sources. */
    @Test
    void commandsInDocumentsExist() {
        Pattern literal = Pattern.compile("\"(?:rhumb )?(--?[a-z-]+|[a-z][a-z-]*)\"");
        Set<String> known = new HashSet<>(Set.of("--help", "--version", "help"));
        List<String> modules = new ArrayList<>(Modules.ARROWS.keySet());
        modules.add("deploy/bench");
        for (String module : modules) {
            for (Path source : Modules.sources(module, "main")) {
                Matcher quoted = literal.matcher(Modules.read(source));
                while (quoted.find()) {
                    known.add(quoted.group(1));
                }
            }
        }
        Pattern command = Pattern.compile("(?m)(?:\\./|`)rhumb ([a-z][^`\n#|>]*)");
        List<String> dangling = new ArrayList<>();
        for (Path document : documents()) {
            Matcher line = command.matcher(Modules.read(document));
            while (line.find()) {
                List<String> words = List.of(line.group(1).trim().split(" +", -1));
                for (int i = 0; i < words.size(); i++) {
                    String word = words.get(i).replaceAll("=.*", "");
                    if ((i == 0 || word.startsWith("-")) && !known.contains(word)) {
                        dangling.add(Modules.ROOT.relativize(document) + " names " + word);
                    }
                }
            }
        }
        assertThat(dangling).isEmpty();
    }

    /**
     * With {@code -Drhumb.docs.update=true} the hashes are written anew: do it once the document
     * says what the code does.
     */
    @Test
    void protocolDocumentsBelongToTheirCode() throws IOException, NoSuchAlgorithmException {
        List<Path> protocols = Modules.files(Modules.ROOT.resolve("docs/protocol"), ".md");
        assertThat(protocols).isNotEmpty();
        for (Path document : protocols) {
            StringBuilder text = new StringBuilder(Modules.read(document));
            Matcher line = HASH.matcher(text);
            int lines = 0;
            for (int from = 0; line.find(from); from = line.end(), lines++) {
                String hash = hash(Modules.ROOT.resolve(line.group(1)));
                if (Boolean.getBoolean("rhumb.docs.update")) {
                    text.replace(line.start(2), line.end(2), hash);
                } else {
                    assertThat(line.group(2))
                            .as(
                                    "%s changed since %s was written: bring the document up to date, then run"
                                            + " mvn test -pl controller/simulator -am -Drhumb.docs.update=true",
                                    line.group(1), document.getFileName())
                            .isEqualTo(hash);
                }
            }
            assertThat(lines)
                    .as("lines Code: `PATH`, SHA-256 `HASH`. in %s", document.getFileName())
                    .isPositive();
            if (Boolean.getBoolean("rhumb.docs.update")) {
                Files.writeString(document, text);
            }
        }
    }

    private static String hash(Path code) throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (Stream<Path> files = Files.walk(code)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
                digest.update(Modules.read(file).getBytes(StandardCharsets.UTF_8));
            }
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }
}
