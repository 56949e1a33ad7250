package rhumb.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.lang.classfile.instruction.LineNumber;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Holds the structure that ARCHITECTURE.md draws: cores touch no clock, thread, socket, file or
 * unseeded chance; modules use only those they may; files and methods stay short. Reads what was
 * compiled, so nothing hides behind an import.
 */
class StructureTest {
    private static final int MAX_FILE_LINES = 600;
    private static final int MAX_METHOD_LINES = 60;

    /** A package with one of these as a part of its name is shell. */
    private static final Set<String> SHELL_PARTS =
            Set.of(
                    "io",
                    "host",
                    "pki",
                    "cli",
                    "cluster",
                    "onos",
                    "lab",
                    "bench",
                    "pack",
                    "reference",
                    "structure");

    /** Core in spite of where it lies: faults and detectors in virtual time; readers of text. */
    private static final List<String> BENCH_CORE =
            List.of("rhumb/bench/detect/", "rhumb/bench/input/");

    /** Composition roots: the classes with main. */
    private static final Set<String> SHELL_CLASSES =
            Set.of(
                    "rhumb/controller/Controller",
                    "rhumb/probe/ProbeAgent",
                    "rhumb/forward/Forwarder",
                    "rhumb/sim/Sim");

    private static final List<String> FORBIDDEN_CLASSES =
            List.of(
                    "java/lang/Thread",
                    "java/lang/ProcessHandle",
                    "java/util/concurrent/",
                    "java/util/Timer",
                    "java/time/Clock",
                    "java/net/",
                    "java/nio/channels/",
                    "java/nio/file/",
                    "java/io/File",
                    "java/security/SecureRandom",
                    "io/netty/",
                    "io/grpc/",
                    "com/hazelcast/",
                    "org/slf4j/",
                    "io/prometheus/",
                    "rhumb/host/");

    private static final Set<String> FORBIDDEN_CALLS =
            Set.of(
                    "java/lang/System.nanoTime",
                    "java/lang/System.currentTimeMillis",
                    "java/lang/System.getenv",
                    "java/lang/System.getProperty",
                    "java/lang/Math.random",
                    "java/util/UUID.randomUUID",
                    "java/time/Instant.now",
                    "java/util/random/RandomGenerator.getDefault",
                    "java/lang/Object.wait",
                    "java/lang/Object.notify");

    private static final Set<String> UNSEEDED =
            Set.of("java/util/Random", "java/util/SplittableRandom");

    @Test
    void coresTouchNoClockThreadSocketFileOrUnseededChance() {
        List<String> broken = new ArrayList<>();
        for (String module : Modules.ARROWS.keySet()) {
            Modules.classes(module)
                    .forEach((name, model) -> {
                        if (!isShell(name)) {
                            forbidden(model).forEach(what -> broken.add(name + " uses " + what));
                        }
                    });
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void theSearchSeesWhatItLooksFor() {
        Map<String, ClassModel> host = Modules.classes("controller/host");
        assertThat(host).isNotEmpty();
        assertThat(host.values()).anyMatch(model -> !forbidden(model).isEmpty());
    }

    @Test
    void modulesUseOnlyWhatTheyMay() {
        Map<String, String> home = new LinkedHashMap<>();
        Modules.ARROWS
                .keySet()
                .forEach(m -> Modules.classes(m).keySet().forEach(name -> home.put(name, m)));
        List<String> broken = new ArrayList<>();
        Modules.ARROWS.forEach((module, allowed) ->
                Modules.classes(module)
                        .forEach((name, model) -> {
                            for (PoolEntry entry : model.constantPool()) {
                                String other =
                                        entry instanceof ClassEntry used
                                                ? home.get(used.asInternalName())
                                                : null;
                                if (other != null
                                        && !other.equals(module)
                                        && !allowed.contains(other)) {
                                    broken.add(module + " uses " + other + " in " + name);
                                }
                            }
                        }));
        assertThat(broken).isEmpty();
    }

    @Test
    void pathComputeDependsOnNothing() {
        Modules.classes("path-compute")
                .forEach((name, model) -> {
                    for (PoolEntry entry : model.constantPool()) {
                        if (entry instanceof ClassEntry used
                                && !used.asInternalName().startsWith("[")) {
                            boolean door = name.startsWith("rhumb/path/Vector");
                            assertThat(used.asInternalName())
                                    .as(name)
                                    .matches(
                                            door
                                                    ? "(java|rhumb/path|jdk/incubator/vector)/.*"
                                                    : "(java|rhumb/path|org/jspecify)/.*");
                        }
                    }
                });
    }

    @Test
    void onlyTheOnosPackageSpeaksOnos() {
        List<String> users = new ArrayList<>();
        for (String module : Modules.ARROWS.keySet()) {
            Modules.classes(module)
                    .forEach((name, model) -> {
                        if (speaksOnos(model)) {
                            users.add(name);
                        }
                    });
        }
        assertThat(users)
                .as("the rule sees what it looks for")
                .contains("rhumb/controller/onos/OnosFace")
                // The benchmark times ONOS' graph library as a peer.
                .allMatch(name ->
                        name.startsWith("rhumb/controller/onos/")
                                || name.startsWith("rhumb/bench/paths/peer/OnosGraph"));
    }

    /** Names in signatures are text of the pool, not classes. */
    private static boolean speaksOnos(ClassModel model) {
        for (PoolEntry entry : model.constantPool()) {
            if (entry instanceof Utf8Entry text
                    && (text.stringValue().contains("org/onosproject/")
                            || text.stringValue().contains("org/onlab/"))) {
                return true;
            }
        }
        return false;
    }

    @Test
    void filesAndMethodsStayShort() {
        List<String> broken = new ArrayList<>();
        for (String module : Modules.ARROWS.keySet()) {
            for (String set : List.of("main", "test")) {
                for (Path source : Modules.sources(module, set)) {
                    long lines = Modules.read(source).lines().count();
                    if (lines > MAX_FILE_LINES) {
                        broken.add(Modules.ROOT.relativize(source) + " has " + lines + " lines");
                    }
                }
            }
            Modules.classes(module)
                    .forEach((name, model) ->
                            model.methods()
                                    .forEach(method -> {
                                        int lines = isGenerated(name) ? 0 : lines(method);
                                        if (lines > MAX_METHOD_LINES) {
                                            broken.add(
                                                    name
                                                            + "."
                                                            + method.methodName().stringValue()
                                                            + " has "
                                                            + lines
                                                            + " lines");
                                        }
                                    }));
        }
        assertThat(broken).isEmpty();
    }

    private static boolean isGenerated(String name) {
        return name.startsWith("rhumb/southbound/v1/")
                || name.startsWith("rhumb/cluster/v1/")
                || name.contains("/jmh_generated/");
    }

    private static boolean isShell(String name) {
        if (BENCH_CORE.stream().anyMatch(name::startsWith)) {
            return false;
        }
        String top = name.contains("$") ? name.substring(0, name.indexOf('$')) : name;
        List<String> parts = List.of(name.split("/", -1));
        for (int i = 0; i < parts.size() - 1; i++) {
            if (SHELL_PARTS.contains(parts.get(i))) {
                return true;
            }
        }
        return SHELL_CLASSES.contains(top) || isGenerated(name);
    }

    private static List<String> forbidden(ClassModel model) {
        List<String> found = new ArrayList<>();
        for (PoolEntry entry : model.constantPool()) {
            switch (entry) {
                case ClassEntry used -> {
                    if (FORBIDDEN_CLASSES.stream().anyMatch(used.asInternalName()::startsWith)) {
                        found.add(used.asInternalName());
                    }
                }
                case MemberRefEntry call -> {
                    String what = call.owner().asInternalName() + "." + call.name().stringValue();
                    boolean unseeded =
                            UNSEEDED.contains(call.owner().asInternalName())
                                    && call.name().equalsString("<init>")
                                    && call.type().equalsString("()V");
                    if (unseeded || FORBIDDEN_CALLS.contains(what)) {
                        found.add(what);
                    }
                }
                default -> {}
            }
        }
        return found;
    }

    private static int lines(MethodModel method) {
        if (method.methodName().equalsString("<clinit>") || method.code().isEmpty()) {
            return 0;
        }
        CodeModel code = method.code().get();
        int first = Integer.MAX_VALUE;
        int last = 0;
        for (var element : code) {
            if (element instanceof LineNumber line) {
                first = Math.min(first, line.line());
                last = Math.max(last, line.line());
            }
        }
        return last == 0 ? 0 : last - first + 1;
    }
}
