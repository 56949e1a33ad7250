package rhumb.bench;

import java.io.IOException;
import java.util.List;

/** The bare C sender and reflector that a figure is put beside, compiled when asked for. */
final class CReference {
    /**
     * What it took, or why it did not run.
     *
     * @param skipped the reason; empty when it ran
     * @param cpuShare of one core, both processes together
     */
    record Figures(String skipped, long sent, long received, double cpuShare) {}

    private CReference() {}

    static Figures run(long probesPerSecond, long seconds) throws IOException {
        try (Workshop workshop = new Workshop()) {
            String program;
            try {
                program = workshop.compile("/probes").toString();
            } catch (IOException e) {
                return new Figures("no C compiler (apt-get install gcc libc6-dev)", 0, 0, 0);
            }
            String said =
                    workshop.run(program, Long.toString(probesPerSecond), Long.toString(seconds));
            List<String> words = List.of(said.strip().split(" "));
            return new Figures(
                    "",
                    Long.parseLong(words.get(0)),
                    Long.parseLong(words.get(1)),
                    Double.parseDouble(words.get(2)) / Double.parseDouble(words.get(3)));
        }
    }
}
