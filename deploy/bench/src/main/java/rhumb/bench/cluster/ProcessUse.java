package rhumb.bench.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What a process takes of the machine, by what Linux tells of it. */
final class ProcessUse {
    private static final String RESIDENT = "VmRSS:";

    private ProcessUse() {}

    /** Time on processors since it began. */
    static Duration processors(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElse(Duration.ZERO);
    }

    /** Resident memory in 10^6 bytes; 0 when nobody tells. */
    static double residentMb(long pid) throws IOException {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        List<String> lines = Files.exists(status) ? Files.readAllLines(status) : List.of();
        return lines.stream()
                .filter(line -> line.startsWith(RESIDENT))
                .mapToDouble(
                        line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) * 1_024 / 1e6)
                .findFirst()
                .orElse(0);
    }
}
