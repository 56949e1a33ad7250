package rhumb.bench;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import rhumb.bench.repair.Trial;
import rhumb.host.main.ExitCode;

/** {@code rhumb bench repair}: the sliding window beside Reed-Solomon blocks. */
@Command(
        name = "repair",
        description = {
            "What repair packets give back: a sliding window (RFC 8681) beside Reed-Solomon blocks,",
            "at the same overhead and with the same look back, on the same kind of losses.%n"
        })
final class RepairBench implements Callable<ExitCode> {
    private static final int[][] SHAPES = {{10, 10}, {20, 10}, {40, 10}, {10, 5}, {20, 5}, {40, 5}};
    private static final double[][] LOSSES = {{0.01, 1}, {0.05, 1}, {0.1, 1}, {0.05, 4}, {0.1, 4}};

    @Option(
            names = "--packets",
            description = "packets of each stream, ${DEFAULT-VALUE} if not given",
            defaultValue = "200000")
    private int packets;

    @Option(
            names = "--size",
            description = "bytes of a packet, ${DEFAULT-VALUE} if not given",
            defaultValue = "1200")
    private int sizeBytes;

    @Override
    public ExitCode call() {
        System.out.println(
                "overhead window  loss      burst | sliding window: lost, delay mean, p99, ns"
                        + " | blocks: the same");
        for (int[] shape : SHAPES) {
            for (double[] loss : LOSSES) {
                Trial trial = new Trial(packets, sizeBytes, shape[0], shape[1], loss[0], loss[1]);
                System.out.printf(
                        Locale.ROOT,
                        "%6d %% %6d %6.1f %% %6.0f | %s | %s%n",
                        100 / shape[1],
                        shape[0],
                        loss[0] * 100,
                        loss[1],
                        trial.slidingWindow(1),
                        trial.blocks(1));
            }
        }
        return ExitCode.OK;
    }
}
