package rhumb.host.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LifetimeTest {
    /** A process that opens two things and waits, or whose worker dies. */
    static final class Child {
        public static void main(String[] arguments) {
            try (Lifetime life = Lifetime.begin("child")) {
                life.add(() -> System.out.println("first closed"));
                life.add(() -> System.out.println("second closed"));
                System.out.println("ready");
                if (arguments.length > 0) {
                    Thread.ofPlatform()
                            .start(() -> {
                                throw new IllegalStateException("worker");
                            });
                }
                life.awaitSignal();
            }
        }
    }

    @Test
    void closesInReverseOrderOnSigterm() throws Exception {
        Process child = start();
        try (BufferedReader out = child.inputReader()) {
            assertThat(out.readLine()).isEqualTo("ready");
            child.toHandle().destroy(); // SIGTERM, with its streams left open
            assertThat(out.lines().toList()).containsExactly("second closed", "first closed");
        }
        assertThat(child.waitFor()).isEqualTo(143);
        String log = child.errorReader().lines().collect(Collectors.joining("\n"));
        assertThat(log).contains("INFO  Lifetime: process-starts name=child version=");
        assertThat(log).contains("INFO  Lifetime: process-ends name=child");
    }

    @Test
    void aDyingThreadEndsTheProcess() throws Exception {
        Process child = start("die");
        assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(child.exitValue()).isEqualTo(70);
        assertThat(child.errorReader().lines().toList())
                .anyMatch(line -> line.contains("process-dies"))
                .anyMatch(line -> line.contains("IllegalStateException: worker"));
    }

    @Test
    void stopActsAsASignal() {
        Lifetime life = Lifetime.begin("test");
        life.stop();
        life.awaitSignal();
        StringBuilder order = new StringBuilder();
        life.add(() -> order.append('a'));
        life.add(() -> {
            throw new IOException("this one fails and the others close all the same");
        });
        life.close();
        assertThat(order).hasToString("a");
        Thread.setDefaultUncaughtExceptionHandler(null);
    }

    private static Process start(String... arguments) throws IOException {
        List<String> command =
                new java.util.ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Child.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).start();
    }
}
