package rhumb.structure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Where each module lies, and what was compiled from it. */
final class Modules {
    static final Path ROOT =
            Path.of(System.getProperty("rhumb.root", "../..")).toAbsolutePath().normalize();

    /** Module folder to the modules it may use. */
    static final Map<String, List<String>> ARROWS = new LinkedHashMap<>();

    static {
        ARROWS.put("path-compute", List.of());
        ARROWS.put("controller/southbound", List.of());
        ARROWS.put("controller/host", List.of("controller/southbound"));
        ARROWS.put("controller/pki", List.of("controller/host"));
        ARROWS.put(
                "controller/server",
                List.of(
                        "controller/southbound",
                        "controller/host",
                        "controller/pki",
                        "path-compute"));
        ARROWS.put(
                "controller/onos",
                List.of("controller/southbound", "controller/server", "path-compute"));
        ARROWS.put("controller/cli", List.of("controller/host", "controller/pki"));
        ARROWS.put("probe-agent", List.of("controller/southbound", "controller/host"));
        ARROWS.put("dscp-forwarder", List.of("controller/southbound", "controller/host"));
        List<String> all =
                List.of(
                        "path-compute",
                        "controller/southbound",
                        "controller/host",
                        "controller/pki",
                        "controller/server",
                        "controller/cli",
                        "probe-agent",
                        "dscp-forwarder");
        ARROWS.put("controller/simulator", all);
        List<String> withSimulator =
                Stream.concat(all.stream(), Stream.of("controller/simulator")).toList();
        ARROWS.put("deploy/lab", withSimulator);
        ARROWS.put("deploy/bench", withSimulator);
        ARROWS.put(
                "deploy/package",
                List.of(
                        "controller/host",
                        "controller/server",
                        "controller/cli",
                        "probe-agent",
                        "dscp-forwarder"));
    }

    private Modules() {}

    /**
     * All classes of a module, by internal name.
     *
     * @throws IllegalStateException when none were compiled: a rule over nothing holds always
     */
    static Map<String, ClassModel> classes(String module) {
        Path folder = ROOT.resolve(module).resolve("target/classes");
        Map<String, ClassModel> classes = new LinkedHashMap<>();
        for (Path file : files(folder, ".class")) {
            try {
                ClassModel model = ClassFile.of().parse(file);
                classes.put(model.thisClass().asInternalName(), model);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        if (classes.isEmpty()) {
            throw new IllegalStateException(folder + " has no classes");
        }
        return classes;
    }

    static List<Path> sources(String module, String set) {
        return files(ROOT.resolve(module).resolve("src").resolve(set).resolve("java"), ".java");
    }

    static List<Path> files(Path folder, String ending) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(p -> p.toString().endsWith(ending)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
