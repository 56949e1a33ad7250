package rhumb.bench.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import rhumb.bench.process.JavaProcess;

/** A controller in a process of its own, on an address of its own on this machine. */
final class ControllerProcess {
    private static final int SOUTHBOUND = 14789;
    private static final int NORTHBOUND = 14780;
    private static final int CLUSTER = 14795;
    private static final int METRICS = 19470;
    private static final int CONNECTIONS = 16_384;

    final int number;
    final Path state;
    final JavaProcess process;

    /**
     * Writes its configuration; it does not run yet.
     *
     * @param members how many there are, with the numbers from 1
     * @param intent the overlay as YAML, below {@code intent:}
     * @param flags of its virtual machine
     */
    ControllerProcess(int number, int members, String intent, Path folder, List<String> flags)
            throws IOException {
        this.number = number;
        this.state = folder.resolve("state-" + number);
        StringBuilder yaml = new StringBuilder();
        yaml.append("southbound: ").append(southbound(number)).append('\n');
        yaml.append("northbound: ").append(northbound(number)).append('\n');
        yaml.append("metrics: ").append(address(number)).append(":" + METRICS + "\n");
        yaml.append("state: ").append(state).append('\n');
        // All PoPs have the address of this machine.
        yaml.append("limits:\n  per-address: " + CONNECTIONS + "\n");
        yaml.append("cluster:\n  member: ").append(number).append("\n  members:\n");
        for (int member = 1; member <= members; member++) {
            yaml.append("    - {number: ").append(member);
            yaml.append(", address: \"").append(address(member)).append(":" + CLUSTER);
            yaml.append("\", northbound: \"").append(northbound(member)).append("\"}\n");
        }
        yaml.append(intent);
        Path config = folder.resolve("controller-" + number + ".yaml");
        Files.writeString(config, yaml);
        this.process =
                new JavaProcess(
                        new JavaProcess.Start(List.of(), flags, Map.of()),
                        JavaProcess.Program.CONTROLLER,
                        config,
                        folder.resolve("controller-" + number + ".log"));
    }

    static String address(int number) {
        return "127.0.47." + number;
    }

    static String southbound(int number) {
        return address(number) + ":" + SOUTHBOUND;
    }

    static String northbound(int number) {
        return address(number) + ":" + NORTHBOUND;
    }
}
