package rhumb.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the script in both shells; names come from a command that stands in for rhumb. */
class CompletionTest {
    private static final Path BASH = Path.of("/bin/bash");
    private static final Path ZSH = Path.of("/bin/zsh");

    /** As bashcompinit calls it, in whose compgen nothing is left out for its beginning. */
    private static final String AS_ZSH_DOES =
            "autoload -U compinit && compinit -D; source ./completion-zsh; emulate sh;"
                    + " setopt kshglob braceexpand; ";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @BeforeEach
    void script() throws IOException {
        assumeTrue(Files.isExecutable(BASH));
        Files.writeString(folder.resolve("completion"), Completion.script(Completion.Shell.bash));
        Files.writeString(
                folder.resolve("completion-zsh"), Completion.script(Completion.Shell.zsh));
        Path rhumb =
                Files.writeString(
                        folder.resolve("rhumb"),
                        """
                        #!/bin/bash
                        echo "$@" >> "$(dirname "$0")/asked"
                        case "$2" in
                          pop) printf 'sin\\nsfo\\nfra\\n' ;;
                          link) printf 'sin->fra\\nfra->sin\\n' ;;
                          uplink) printf 'sin/isp1\\nfra/main\\n' ;;
                        esac
                        """);
        assertThat(rhumb.toFile().setExecutable(true)).isTrue();
    }

    private List<String> completed(String line) throws IOException, InterruptedException {
        return run(List.of(BASH.toString()), "source ./completion; ", line);
    }

    private List<String> completedByZsh(String line) throws IOException, InterruptedException {
        String last = line.substring(line.lastIndexOf(' ') + 1);
        return run(List.of(ZSH.toString(), "-f"), AS_ZSH_DOES, line).stream()
                .filter(word -> word.startsWith(last))
                .toList();
    }

    private List<String> run(List<String> shell, String before, String line)
            throws IOException, InterruptedException {
        String typed = line.startsWith("rhumb") ? line.substring(5) : line;
        String last = typed.substring(typed.lastIndexOf(' ') + 1);
        List<String> command = new ArrayList<>(shell);
        command.addAll(
                List.of(
                        "-c",
                        before
                                + "COMP_LINE=$1; COMP_POINT=${#1};"
                                + " COMP_WORDS=(./rhumb \"$2\"); COMP_CWORD=1; _rhumb;"
                                + " printf '%s\\n' \"${COMPREPLY[@]}\"",
                        "shell",
                        line,
                        last));
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        return out.isBlank() ? List.of() : out.lines().toList();
    }

    @Test
    void wordsAndOptionsComeFromTheCommands() throws Exception {
        assertThat(completed("rhumb ex")).containsExactly("explain");
        assertThat(completed("rhumb ")).contains("show", "top", "lab").doesNotContain("__complete");
        assertThat(completed("rhumb show li")).containsExactly("links");
        assertThat(completed("rhumb show links --b")).containsExactly("--bad");
        assertThat(completed("rhumb show links -o y")).containsExactly("yaml");
        assertThat(completed("rhumb show links --output=w")).containsExactly("wide");
        assertThat(completed("rhumb show paths --class vi")).containsExactly("video-key", "video");
    }

    @Test
    void namesComeFromTheController() throws Exception {
        assertThat(completed("rhumb show links --pop s")).containsExactly("sin", "sfo");
        assertThat(completed("rhumb explain path ")).containsExactly("sin", "sfo", "fra");
        assertThat(completed("rhumb explain path sin f")).containsExactly("fra");
        assertThat(completed("rhumb explain path --class audio sin f")).containsExactly("fra");
        assertThat(completed("rhumb pin sin f")).containsExactly("fra");
        assertThat(completed("rhumb drain u")).containsExactly("uplink");
        assertThat(completed("rhumb drain uplink s")).containsExactly("sin/isp1");
        assertThat(completed("rhumb drain pop fr")).containsExactly("fra");
    }

    @Test
    void linksAreQuotedForTheShellUnlessTheyAreAlready() throws Exception {
        assertThat(completed("rhumb show dscp --link s")).containsExactly("sin-\\>fra");
        assertThat(completed("rhumb show dscp --link sin-\\>")).containsExactly("sin-\\>fra");
        assertThat(completed("rhumb show dscp --link 'sin->")).containsExactly("sin->fra");
    }

    @Test
    void theControllerThatWasTypedIsAsked() throws Exception {
        completed("rhumb show links --controller http://c:1 --tls-dir=/t --pop s");
        assertThat(folder.resolve("asked"))
                .hasContent("__complete pop --controller=http://c:1 --tls-dir=/t");
    }

    @Test
    void whatNobodyCanGuessIsLeftAlone() throws Exception {
        assertThat(completed("rhumb drain pop sin --why ")).isEmpty();
        assertThat(completed("rhumb show pops --controller ")).isEmpty();
    }

    @Test
    void zshLoadsTheSameScript() {
        assertThat(Completion.script(Completion.Shell.zsh))
                .startsWith("autoload -U +X bashcompinit && bashcompinit\n")
                .endsWith(Completion.script(Completion.Shell.bash));
    }

    /** Nothing that a controller says is run, or taken for a pattern. */
    @Test
    void namesAreNoCommands() throws Exception {
        Files.writeString(
                folder.resolve("rhumb"),
                """
                #!/bin/bash
                echo '$(touch${IFS}bad)'
                echo '`touch${IFS}bad`'
                echo '/*'
                """);
        assertThat(completed("rhumb explain path "))
                .containsExactly("$(touch${IFS}bad)", "`touch${IFS}bad`", "/*");
        if (Files.isExecutable(ZSH)) {
            assertThat(completedByZsh("rhumb explain path "))
                    .containsExactly("$(touch${IFS}bad)", "`touch${IFS}bad`", "/*");
        }
        assertThat(folder.resolve("bad")).doesNotExist();
    }

    @Test
    void zshCompletesTheSame() throws Exception {
        assumeTrue(Files.isExecutable(ZSH), "apt-get install zsh");
        assertThat(completedByZsh("rhumb ex")).containsExactly("explain");
        assertThat(completedByZsh("rhumb show li")).containsExactly("links");
        assertThat(completedByZsh("rhumb show links --b")).containsExactly("--bad");
        assertThat(completedByZsh("rhumb show links -o y")).containsExactly("yaml");
        assertThat(completedByZsh("rhumb show links --pop s")).containsExactly("sin", "sfo");
        assertThat(completedByZsh("rhumb show links --pop=s"))
                .containsExactly("--pop=sin", "--pop=sfo");
        assertThat(completedByZsh("rhumb explain path sin f")).containsExactly("fra");
        assertThat(completedByZsh("rhumb drain ")).contains("pop", "link").doesNotContain("sin");
        assertThat(completedByZsh("rhumb drain pop ")).contains("sin").doesNotContain("link");
        assertThat(completedByZsh("rhumb drain link sin"))
                .containsExactlyElementsOf(completed("rhumb drain link sin"));
    }
}
