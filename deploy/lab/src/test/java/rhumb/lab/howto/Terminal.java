package rhumb.lab.howto;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import rhumb.controller.cli.Rhumb;

/**
 * Where an operator types. The command {@code rhumb} runs in this process, on files and addresses
 * of the test: what a page calls /etc/rhumb of a machine is a folder of its own, 192.0.2.x are
 * addresses of this machine, and port 862, which takes a capability, is 4862. What comes out has
 * the words of the page again. Of a shell there are quotes, comments, {@code |} between two
 * commands and {@code > FILE}.
 */
final class Terminal {
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");
    private static final Pattern EXIT = Pattern.compile("# exit status (\\d+)");
    private static final Pattern OWN_FILE = Pattern.compile("[\\w-]+\\.(yaml|token)");
    private static final String DOCUMENTED = "192.0.2.";

    /** What came of a command, in the words of the page. */
    record Outcome(int status, List<String> lines) {}

    private final Path folder;
    private final String network;
    private final String controller;

    /**
     * @param folder for the files of all machines
     * @param network what stands for 192.0.2., such as 127.217.2.
     * @param controller URL of its northbound side
     */
    Terminal(Path folder, String network, String controller) {
        this.folder = folder;
        this.network = network;
        this.controller = controller;
    }

    /** How a command has to end. */
    static int expectedStatus(String typed) {
        Matcher exit = EXIT.matcher(typed);
        return exit.find() ? Integer.parseInt(exit.group(1)) : 0;
    }

    /** Types a line on a machine. */
    Outcome type(String machine, String typed) throws IOException {
        List<List<String>> pipe = new ArrayList<>(List.of(new ArrayList<>()));
        Path into = null;
        Matcher word = WORD.matcher(typed.replaceAll("\\s+# .*$", ""));
        while (word.find()) {
            String plain = word.group(3);
            if ("|".equals(plain)) {
                pipe.add(new ArrayList<>());
            } else if (">".equals(plain) && word.find()) {
                into = Path.of(real(machine, word.group()));
            } else {
                String text =
                        plain != null
                                ? plain
                                : word.group(1) != null ? word.group(1) : word.group(2);
                pipe.getLast().add(real(machine, text));
            }
        }
        Ran ran = new Ran(0, "", "");
        for (List<String> command : pipe) {
            ran = rhumb(command, ran.out);
        }
        if (into != null) {
            Files.writeString(into, ran.out);
            return new Outcome(ran.status, shown(machine, ran.err));
        }
        return new Outcome(ran.status, shown(machine, ran.out + ran.err));
    }

    private record Ran(int status, String out, String err) {}

    private Ran rhumb(List<String> words, String in) {
        if (!words.getFirst().matches("(\\./)?rhumb")) {
            throw new AssertionError("only rhumb and systemctl are typed here, not " + words);
        }
        List<String> all = new ArrayList<>(words.subList(1, words.size()));
        all.add("--controller=" + controller);
        if (!all.contains("--tls-dir")) {
            all.add("--tls-dir=" + root(Script.HOME).resolve("tls"));
        }
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Rhumb.commandLine();
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)));
        try {
            int status = line.execute(all.toArray(String[]::new));
            return new Ran(status, out.toString(), err.toString());
        } finally {
            System.setIn(before);
        }
    }

    /** The folder of a machine. */
    Path root(String machine) {
        Path root = folder.resolve(machine);
        try {
            Files.createDirectories(root.resolve("etc/rhumb"));
            Files.createDirectories(root.resolve("var/lib/rhumb"));
            return root;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Words of a page as they are here. */
    String real(String machine, String text) {
        Path root = root(machine);
        if (OWN_FILE.matcher(text).matches()) {
            return root(Script.HOME)
                    .resolve(text)
                    .toString(); // tokens and documents are carried over
        }
        return text.replace("/etc/rhumb", root + "/etc/rhumb")
                .replace("/var/lib/rhumb", root + "/var/lib/rhumb")
                .replace(DOCUMENTED, network)
                .replace(":862", ":4862");
    }

    /** The way back. */
    private List<String> shown(String machine, String text) {
        return text.replace(root(machine) + "/etc", "/etc")
                .replace(root(machine) + "/var", "/var")
                .replace(root(Script.HOME) + "/", "")
                .replace(network, DOCUMENTED)
                .replace(":4862", ":862")
                .lines()
                .map(String::stripTrailing)
                .toList();
    }
}
