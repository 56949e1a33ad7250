package rhumb.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What a process takes of the machine, by what Linux tells of it. */
public final class ProcessUse {
    private static final String RESIDENT = "VmRSS:";

    private ProcessUse() {}

    /** Time on processors since it began. */
    public static Duration processors(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElse(Duration.ZERO);
    }

    /**
     * Resident memory in 10^6 bytes.
     *
     * @throws IOException when nobody tells, as of a process that is gone
     */
    public static double residentMb(long pid) throws IOException {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith(RESIDENT))
                .mapToDouble(
                        line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) * 1_024 / 1e6)
                .findFirst()
                .orElseThrow(() -> new IOException("no resident size of process " + pid));
    }
}
