package rhumb.bench.paths.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.bench.Workshop;

/** Peers that are programs: compiled or interpreted, run, and read: a sum, then ms per round. */
final class Program {
    private Program() {}

    static PeerRow minPlus(Peer peer, Costs costs, double seconds) throws IOException {
        try (Workshop workshop = new Workshop()) {
            String source = workshop.resource("/paths/minplus.c").toString();
            String program = workshop.file("minplus").toString();
            try {
                workshop.run("gcc", "-O3", "-march=native", "-o", program, source);
            } catch (IOException e) {
                return PeerRow.skipped(
                        peer.toString(),
                        costs.pops(),
                        "no C compiler (apt-get install gcc libc6-dev)");
            }
            String links = Integer.toString(costs.maxLinks());
            String said =
                    workshop.run(program, file(workshop, costs), links, Double.toString(seconds));
            return row(peer, costs, said, costs.boundedSum());
        }
    }

    static PeerRow boost(Peer peer, Costs costs, double seconds) throws IOException {
        try (Workshop workshop = new Workshop()) {
            String source = workshop.resource("/paths/dijkstra.cpp").toString();
            String program = workshop.file("dijkstra").toString();
            try {
                workshop.run("g++", "-O3", "-march=native", "-o", program, source);
            } catch (IOException e) {
                return PeerRow.skipped(
                        peer.toString(),
                        costs.pops(),
                        "no C++ compiler or no Boost (apt-get install g++ libboost-graph-dev)");
            }
            String said = workshop.run(program, file(workshop, costs), Double.toString(seconds));
            return row(peer, costs, said, costs.shortestSum(costs.pops()));
        }
    }

    static PeerRow scipy(Peer peer, String method, Costs costs, double seconds) throws IOException {
        try (Workshop workshop = new Workshop()) {
            String python = pythonWithSciPy(workshop);
            if (python == null) {
                return PeerRow.skipped(
                        peer.toString(), costs.pops(), "no SciPy (apt-get install python3-scipy)");
            }
            String script = workshop.resource("/paths/shortest.py").toString();
            String said =
                    workshop.run(
                            python,
                            script,
                            file(workshop, costs),
                            method,
                            Double.toString(seconds));
            return row(peer, costs, said, costs.shortestSum(costs.pops()));
        }
    }

    /** The system's own first: that is the one which the distribution's package serves. */
    private static @Nullable String pythonWithSciPy(Workshop workshop) {
        for (String python : List.of("/usr/bin/python3", "python3")) {
            try {
                workshop.run(python, "-c", "import scipy.sparse.csgraph");
                return python;
            } catch (IOException e) {
                // Not there, or without SciPy: the next one.
            }
        }
        return null;
    }

    private static String file(Workshop workshop, Costs costs) throws IOException {
        Path file = workshop.file("costs");
        costs.write(file);
        return file.toString();
    }

    private static PeerRow row(Peer peer, Costs costs, String said, long expected) {
        String[] words = said.strip().split(" ", -1);
        double[] ms =
                Arrays.stream(words).skip(1).mapToDouble(Double::parseDouble).sorted().toArray();
        double median = (ms[(ms.length - 1) / 2] + ms[ms.length / 2]) / 2;
        boolean agrees = Long.parseLong(words[0]) == expected;
        return new PeerRow(peer.toString(), costs.pops(), median, costs.pops(), agrees, "");
    }
}
