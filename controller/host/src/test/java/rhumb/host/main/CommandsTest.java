package rhumb.host.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import rhumb.host.config.ConfigException;

class CommandsTest {
    @Command(name = "rhumb-test", mixinStandardHelpOptions = true, versionProvider = Version.class)
    private static final class TestCommand implements Callable<ExitCode> {
        enum Format {
            table,
            json
        }

        @Option(names = "--fail")
        String fail = "";

        @Option(names = {"-o", "--output"})
        @SuppressWarnings("UnusedVariable") // looked for by its name
        Format format = Format.table;

        @Override
        public ExitCode call() throws Exception {
            return switch (fail) {
                case "config" ->
                        throw new ConfigException(
                                List.of(
                                        "a.yaml:1:2: x",
                                        "a.yaml:3:4: pops[0].nmae: unknown key; expected one of"
                                                + " name, number; did you mean \"name\""));
                case "machine" -> throw new IOException("cannot open UDP 127.0.0.1:1: in use");
                case "unchecked" -> throw new UncheckedIOException(new IOException("disk full"));
                case "mistake" -> throw new IllegalStateException("never");
                case "conflict" -> ExitCode.CONFLICT;
                default -> ExitCode.OK;
            };
        }
    }

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aConfigurationErrorIsOneLinePerProblem() {
        assertThat(run("info", "--fail=config")).isEqualTo(78);
        assertThat(err)
                .hasToString(
                        "rhumb-test: a.yaml:1:2: x\nrhumb-test: a.yaml:3:4: pops[0].nmae: unknown key;"
                                + " expected one of name, number; did you mean \"name\"\n");
    }

    @Test
    void troubleWithTheMachineIsOneLine() {
        assertThat(run("info", "--fail=machine")).isEqualTo(74);
        assertThat(run("info", "--fail=unchecked")).isEqualTo(74);
        assertThat(err)
                .hasToString(
                        "rhumb-test: cannot open UDP 127.0.0.1:1: in use\nrhumb-test: disk full\n");
    }

    @Test
    void stackTracesAreForDebuggingAndForMistakes() {
        assertThat(run("DEBUG", "--fail=machine")).isEqualTo(74);
        assertThat(err.toString()).contains("in use\n").contains("\tat rhumb.host.main");
        assertThat(run("info", "--fail=mistake")).isEqualTo(70);
        assertThat(err.toString())
                .contains("please report it")
                .contains("IllegalStateException: never");
    }

    @Test
    void aWrongCommandLineSaysWhatWasMeant() {
        assertThat(run("info", "--fial=x")).isEqualTo(2);
        assertThat(err)
                .hasToString(
                        """
                        rhumb-test: Unknown option: '--fial=x'; did you mean "--fail"
                        See rhumb-test --help
                        """);
    }

    @Test
    void forProgramsARefusalIsOneObject() {
        assertThat(run("info", "--fail=config", "-o", "json")).isEqualTo(78);
        assertThat(err)
                .hasToString(
                        "{\"code\":78,\"name\":\"config\",\"text\":\"a.yaml:1:2: x\\na.yaml:3:4: pops[0].nmae:"
                                + " unknown key; expected one of name, number; did you mean \\\"name\\\"\","
                                + "\"where\":{\"file\":\"a.yaml\",\"line\":1,\"column\":2},"
                                + "\"whatToDo\":\"correct the lines that are named, and check with --check\","
                                + "\"problems\":[{\"text\":\"a.yaml:1:2: x\",\"where\":{\"file\":\"a.yaml\","
                                + "\"line\":1,\"column\":2},\"whatToDo\":\"correct the lines that are named, and"
                                + " check with --check\"},{\"text\":\"a.yaml:3:4: pops[0].nmae: unknown key;"
                                + " expected one of name, number; did you mean \\\"name\\\"\",\"where\":"
                                + "{\"file\":\"a.yaml\",\"line\":3,\"column\":4,\"field\":\"pops[0].nmae\"},"
                                + "\"whatToDo\":\"expected one of name, number; did you mean \\\"name\\\"\"}]}\n");
    }

    @Test
    void soIsAWrongCommandLineAndAMistake() {
        for (String json : List.of("-ojson", "-o=JSON", "--output=json")) {
            err.getBuffer().setLength(0);
            assertThat(run("info", "--fial=x", json)).isEqualTo(2);
            assertThat(err)
                    .hasToString(
                            "{\"code\":2,\"name\":\"usage\",\"text\":\"Unknown option: '--fial=x'; did you"
                                    + " mean \\\"--fail\\\"\",\"where\":{\"field\":\"--fial=x\"},"
                                    + "\"whatToDo\":\"did you mean \\\"--fail\\\"\"}\n");
        }
        err.getBuffer().setLength(0);
        assertThat(run("info", "--fail=mistake", "--output", "json")).isEqualTo(70);
        assertThat(err.toString())
                .startsWith("{\"code\":70,\"name\":\"software\"")
                .contains("\"trace\":\"java.lang.IllegalStateException: never\\n\\tat ")
                .hasLineCount(1);
    }

    /** The last word counts, as it does for what is printed. */
    @Test
    void onlyWhoAsksForJsonGetsIt() {
        assertThat(run("info", "--fail=machine", "-o", "json", "-o", "table")).isEqualTo(2);
        assertThat(run("info", "--fail=machine", "-o", "table")).isEqualTo(74);
        assertThat(err.toString()).doesNotContain("{");
        CommandLine always = Commands.commandLine(new TestCommand(), null, "json");
        always.setErr(new PrintWriter(err, true));
        assertThat(always.execute("--fail=machine")).isEqualTo(74);
        assertThat(err.toString())
                .contains(
                        "{\"code\":74,\"name\":\"machine\",\"text\":\"cannot open UDP 127.0.0.1:1: in use\"");
    }

    @Test
    void exitCodesAndVersionComeThrough() {
        assertThat(run("info")).isZero();
        assertThat(run("info", "--fail=conflict")).isEqualTo(6);
        assertThat(run("info", "--version")).isZero();
        assertThat(out.toString()).matches("rhumb \\d+\\.\\d+\\.\\d+.*\n");
    }

    private int run(String logLevel, String... arguments) {
        CommandLine command = Commands.commandLine(new TestCommand(), logLevel, null);
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }
}
