package rhumb.controller.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import rhumb.controller.doctor.Check;
import rhumb.controller.doctor.Setup;
import rhumb.controller.support.Redaction;
import rhumb.controller.support.TarWriter;
import rhumb.host.main.CommandFailure;
import rhumb.host.main.ExitCode;
import rhumb.host.main.Version;

/** {@code rhumb support-bundle}. What may be in it is {@link Redaction}'s to say. */
@Command(
        name = "support-bundle",
        sortOptions = false,
        description = {
            "Pack what helps others to help: versions, configurations without secrets, what the"
                    + " controller knows, metrics, the end of log files, and what `rhumb doctor` says.",
            "Keys, certificates and tokens are never read. Addresses and names are in it: look before"
                    + " you send it. It prints what it holds.",
            ""
        })
final class SupportBundle implements Callable<Integer> {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int LOG_BYTES = 1 << 20;

    /** All pairs of a class are enough, and of eight classes too much of a large overlay. */
    private static final Map<String, Map<String, String>> RESOURCES = new LinkedHashMap<>();

    static {
        for (String resource :
                List.of(
                        "status",
                        "pops",
                        "cluster",
                        "links",
                        "repairs",
                        "rules",
                        "streams",
                        "queues",
                        "protection",
                        "dscp",
                        "events")) {
            RESOURCES.put(resource, Map.of());
        }
        RESOURCES.put("paths", Map.of("class", "audio"));
        RESOURCES.put("intent/log", Map.of());
    }

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Rhumb rhumb;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "where it goes (default: rhumb-support-TIME.tar.gz here)")
    private @Nullable Path file;

    @Option(
            names = "--config",
            arity = "1..*",
            paramLabel = "FILE",
            description =
                    "configuration of a process of this machine (default: those in /etc/rhumb)")
    private List<Path> configs = new ArrayList<>();

    @Option(
            names = "--log",
            arity = "1..*",
            paramLabel = "FILE",
            description = "a log file: its end, 1 MiB at most")
    private List<Path> logs = new ArrayList<>();

    private final Map<String, String> files = new LinkedHashMap<>();

    @Override
    public Integer call() {
        Instant now = Instant.now();
        List<Path> read = DoctorCommand.configs(configs);
        Map<String, Setup> setups = new LinkedHashMap<>();
        for (Path config : read) {
            JsonNode yaml = LocalFacts.yaml(config);
            setups.put(name(config), Setup.of(yaml));
            files.put(unique("config/" + name(config)), Output.yaml(Redaction.configuration(yaml)));
        }
        files.put("versions.yaml", Output.yaml(versions(now)));
        doctor(read);
        northbound();
        setups.forEach((name, setup) -> metrics(name, setup.metrics()));
        logs.forEach(log -> files.put(unique("logs/" + name(log)), Redaction.text(end(log))));
        files.put("README.txt", list());
        Path target =
                file != null ? file : Path.of("rhumb-support-" + NAME.format(now) + ".tar.gz");
        write(target, now);
        rhumb.out().println(target);
        files.forEach((name, text) -> rhumb.out().printf("  %-28s %8d bytes%n", name, size(text)));
        rhumb.out().flush();
        return ExitCode.OK.status();
    }

    private static JsonNode versions(Instant now) {
        ObjectNode versions = JsonNodeFactory.instance.objectNode();
        versions.put("rhumb", Version.text()).put("at", now.toString());
        for (String property :
                List.of(
                        "os.name",
                        "os.version",
                        "os.arch",
                        "java.vendor",
                        "java.vm.name",
                        "java.runtime.version")) {
            versions.put(property, System.getProperty(property));
        }
        return versions.put("processors", Runtime.getRuntime().availableProcessors())
                .put("max-heap-bytes", Runtime.getRuntime().maxMemory());
    }

    private void doctor(List<Path> read) {
        List<Check> checks = DoctorCommand.examine(rhumb, read, false);
        JsonNode json = Redaction.answer(DoctorCommand.json(checks));
        Output output = new Output();
        output.color = Output.Color.never;
        files.put("doctor.txt", DoctorCommand.text(json, output));
        files.put("doctor.json", json.toPrettyString() + "\n");
    }

    private void northbound() {
        try {
            Northbound controller = rhumb.northbound();
            for (var resource : RESOURCES.entrySet()) {
                String name = "northbound/" + resource.getKey().replace('/', '-');
                try {
                    JsonNode answer = controller.get(resource.getKey(), resource.getValue());
                    files.put(name + ".json", Redaction.answer(answer).toPrettyString() + "\n");
                } catch (CommandFailure e) {
                    files.put(name + ".txt", Redaction.text(e.getMessage() + "\n"));
                    if (e.exit() == ExitCode.UNREACHABLE) {
                        return; // the others would say the same
                    }
                }
            }
            JsonNode document = controller.get("intent", Map.of()).path("document");
            if (document.isTextual()) {
                files.put("northbound/intent.yaml", intent(document.asText()));
            }
        } catch (CommandFailure e) {
            files.put("northbound/none.txt", Redaction.text(e.getMessage() + "\n"));
        }
    }

    private static String intent(String document) {
        try {
            return Output.yaml(Redaction.configuration(new YAMLMapper().readTree(document)));
        } catch (IOException e) {
            return Redaction.LEFT_OUT + ": the document is no YAML\n";
        }
    }

    private void metrics(String config, @Nullable String address) {
        if (address == null) {
            return;
        }
        String name = unique("metrics/" + config.replaceAll("\\.ya?ml$", "") + ".txt");
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create("http://" + address + "/metrics"))
                            .timeout(PATIENCE)
                            .build();
            files.put(
                    name,
                    Redaction.text(
                            http.send(request, HttpResponse.BodyHandlers.ofString()).body()));
        } catch (IOException | IllegalArgumentException e) {
            files.put(name, "nothing answers at " + address + ": " + e + "\n");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.REFUSED, "interrupted");
        }
    }

    /** Whole lines from the end of a file. */
    private static String end(Path log) {
        try (RandomAccessFile in = new RandomAccessFile(log.toFile(), "r")) {
            long from = Math.max(0, in.length() - LOG_BYTES);
            in.seek(from);
            byte[] bytes = new byte[(int) (in.length() - from)];
            in.readFully(bytes);
            String text = new String(bytes, StandardCharsets.UTF_8);
            return from == 0 ? text : text.substring(text.indexOf('\n') + 1);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--log " + log + " cannot be read: " + e.getMessage());
        }
    }

    private String list() {
        StringBuilder text = new StringBuilder("A support bundle of Rhumb. It holds:\n\n");
        files.forEach((name, content) -> text.append("  ").append(name).append('\n'));
        return text.append("\nOf configurations only values of known harmless keys are kept; what")
                .append(" looks like a key or\na token is left out everywhere. No file of keys,")
                .append(" certificates or tokens was read.\n")
                .toString();
    }

    private void write(Path target, Instant now) {
        try {
            boolean posix = target.getFileSystem().supportedFileAttributeViews().contains("posix");
            Path file =
                    posix
                            ? Files.createFile(
                                    target,
                                    PosixFilePermissions.asFileAttribute(
                                            PosixFilePermissions.fromString("rw-------")))
                            : Files.createFile(target);
            try (TarWriter tar =
                    new TarWriter(
                            new GZIPOutputStream(
                                    Files.newOutputStream(file, StandardOpenOption.WRITE)),
                            now.getEpochSecond())) {
                for (var one : files.entrySet()) {
                    tar.add(
                            "rhumb-support/" + one.getKey(),
                            one.getValue().getBytes(StandardCharsets.UTF_8));
                }
            }
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailure(
                    ExitCode.USAGE, target + " exists: name another file with -o, or remove it");
        } catch (IOException e) {
            throw new UncheckedIOException(
                    new IOException(target + " cannot be written: " + e.getMessage(), e));
        }
    }

    private static int size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** The name of a file in characters that archives take. */
    private static String name(Path file) {
        String name = String.valueOf(file.getFileName()).replaceAll("[^A-Za-z0-9._-]", "_");
        return name.length() <= 60 ? name : name.substring(name.length() - 60);
    }

    private String unique(String name) {
        String free = name;
        for (int i = 2; files.containsKey(free); i++) {
            free = name + "." + i;
        }
        return free;
    }
}
