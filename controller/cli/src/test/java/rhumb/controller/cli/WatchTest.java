package rhumb.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Stack;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import rhumb.host.main.CommandFailure;
import rhumb.host.main.ExitCode;

class WatchTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** Answers, and nulls where the controller is gone. */
    private void watch(ExitCode gone, String... answers) {
        Deque<String> left = new ArrayDeque<>(List.of(answers));
        Supplier<JsonNode> ask =
                () -> {
                    String next = left.removeFirst();
                    if (next.equals("gone")) {
                        throw new CommandFailure(gone, "no controller answers");
                    }
                    return JsonNodeFactory.instance.textNode(next);
                };
        try (Watch watch =
                Watch.oneByOne(
                        new PrintWriter(out),
                        new PrintWriter(err),
                        "---\n",
                        () -> !left.isEmpty())) {
            watch.run(ask, answer -> answer.asText() + "\n");
        }
    }

    @Test
    void inAPipeOneAnswerFollowsTheOtherAndAControllerThatIsGoneIsWaitedFor() {
        watch(ExitCode.UNREACHABLE, "one", "gone", "two");
        assertThat(out.toString()).isEqualTo("one\n---\ntwo\n");
        assertThat(err.toString()).isEqualTo("rhumb: no controller answers\n");
    }

    @Test
    void whatNeverWasIsNotWaitedFor() {
        assertThatThrownBy(() -> watch(ExitCode.UNREACHABLE, "gone", "one"))
                .isInstanceOf(CommandFailure.class);
        assertThatThrownBy(() -> watch(ExitCode.NOT_FOUND, "one", "gone", "two"))
                .isInstanceOf(CommandFailure.class);
    }

    @Test
    void aFrameEndsWhatStoodBeforeItAndKeepsToTheScreen() {
        assertThat(Watch.frame("title", "a\nb\n", 24, 80))
                .isEqualTo("\u001b[Htitle\u001b[K\r\na\u001b[K\r\nb\u001b[K\r\n\u001b[J");
        String small = Watch.frame("a long title", "1\n2\n3\n4\n5\n6\n", 5, 8);
        assertThat(small.split("\r\n", -1))
                .containsExactly(
                        "\u001b[Ha lon...\u001b[K",
                        "1\u001b[K",
                        "2\u001b[K",
                        "... 4 lines more\u001b[K",
                        "\u001b[J");
    }

    @SuppressWarnings("JdkObsolete") // picocli hands the words over so
    private static Double seconds(String... words) {
        CommandLine.Model.OptionSpec option =
                CommandLine.Model.OptionSpec.builder("-w").type(Double.class).build();
        Stack<String> stack = new Stack<>();
        for (int i = words.length - 1; i >= 0; i--) {
            stack.push(words[i]);
        }
        new Output.Seconds()
                .consumeParameters(stack, option, CommandLine.Model.CommandSpec.create());
        return option.getValue();
    }

    @Test
    void theIntervalIsTakenOnlyIfItIsOne() {
        assertThat(seconds()).isEqualTo(1.0);
        assertThat(seconds("sin", "fra")).isEqualTo(1.0);
        assertThat(seconds("5", "fra")).isEqualTo(5.0);
        assertThat(seconds("0.5s")).isEqualTo(0.5);
        assertThat(seconds("0")).isEqualTo(0.1);
    }

    @Test
    void colourIsForTerminalsAndNoColorIsHeeded() {
        assertThat(Output.coloured(Output.Color.auto, true, null, "xterm")).isTrue();
        assertThat(Output.coloured(Output.Color.auto, true, "", "xterm")).isTrue();
        assertThat(Output.coloured(Output.Color.auto, true, "1", "xterm")).isFalse();
        assertThat(Output.coloured(Output.Color.auto, true, null, "dumb")).isFalse();
        assertThat(Output.coloured(Output.Color.auto, false, null, "xterm")).isFalse();
        assertThat(Output.coloured(Output.Color.always, false, "1", null)).isTrue();
        assertThat(Output.coloured(Output.Color.never, true, null, "xterm")).isFalse();
    }
}
