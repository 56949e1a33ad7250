package rhumb.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import rhumb.controller.cli.Rhumb;

/** A command of an operator, run in this process, and what it came to. */
record Command(int exit, String out, String err) {
    /** Asks the controller at a URL. */
    static Command ask(String url, String... words) {
        return ask(url, new StringWriter(), words);
    }

    /** The same of a command that goes on; what it says can be read meanwhile. */
    static Command ask(String url, StringWriter out, String... words) {
        CommandLine line = Rhumb.commandLine();
        StringWriter err = new StringWriter();
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        List<String> all = new ArrayList<>(List.of(words));
        all.add("--controller=" + url);
        int exit = line.execute(all.toArray(String[]::new));
        return new Command(exit, out.toString(), err.toString());
    }

    /** The same in plain text. */
    static Command ask(Controller controller, String... words) {
        return ask("http://" + controller.northbound(), words);
    }

    Command ends(int status) {
        assertThat(exit).as(out + err).isEqualTo(status);
        return this;
    }

    /** All that it said. */
    String said() {
        return out + err;
    }

    /** What it answered, or why it did not. */
    List<String> lines() {
        return (exit == 0 ? out : err).lines().toList();
    }
}
