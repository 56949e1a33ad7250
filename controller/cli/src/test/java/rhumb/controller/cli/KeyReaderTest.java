package rhumb.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import rhumb.controller.top.Key;

class KeyReaderTest {
    /** All keys of what a terminal sent; {@code _} is a pause. */
    private static List<Key> keys(String sent) throws IOException {
        Deque<Integer> left = new ArrayDeque<>();
        sent.chars().forEach(left::add);
        KeyReader reader =
                new KeyReader(ms -> {
                    Integer next = left.poll();
                    return next == null || next == '_' ? -2 : next;
                });
        List<Key> keys = new ArrayList<>();
        while (!left.isEmpty()) {
            Key key = reader.read(50);
            if (key != null) {
                keys.add(Objects.requireNonNull(key));
            }
        }
        return keys;
    }

    @Test
    void charactersAndSequences() throws IOException {
        assertThat(keys("q/\r\t\u007f"))
                .containsExactly(
                        Key.of('q'),
                        Key.of('/'),
                        Key.of(Key.Kind.ENTER),
                        Key.of(Key.Kind.TAB),
                        Key.of(Key.Kind.BACKSPACE));
        assertThat(keys("\u001b[A\u001bOB\u001b[C\u001b[D\u001b[H\u001b[F\u001b[5~\u001b[6~"))
                .extracting(Key::kind)
                .containsExactly(
                        Key.Kind.UP,
                        Key.Kind.DOWN,
                        Key.Kind.RIGHT,
                        Key.Kind.LEFT,
                        Key.Kind.HOME,
                        Key.Kind.END,
                        Key.Kind.PAGE_UP,
                        Key.Kind.PAGE_DOWN);
    }

    @Test
    void anEscapeAloneIsAKeyAndStrangeSequencesAreNone() throws IOException {
        assertThat(keys("\u001b_q")).containsExactly(Key.of(Key.Kind.ESCAPE), Key.of('q'));
        assertThat(keys("\u001b[1;5Pj")).containsExactly(Key.of('j'));
        assertThat(keys("\u001b[99~\u0001k")).containsExactly(Key.of('k'));
    }
}
