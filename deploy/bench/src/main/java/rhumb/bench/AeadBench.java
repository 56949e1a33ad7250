package rhumb.bench;

import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import rhumb.forward.crypto.Aead;
import rhumb.forward.io.Aeads;
import rhumb.forward.wire.OverlayHeader;
import rhumb.host.main.ExitCode;

/** {@code rhumb bench aead}: what sealing and opening a packet costs. */
@Command(
        name = "aead",
        mixinStandardHelpOptions = true,
        description = {
            "Seal and open packets on one thread with each implementation that this machine has.",
            "Prints the median of several runs, in nanoseconds a packet."
        })
final class AeadBench implements Callable<ExitCode> {
    private static final int[] SIZES = {200, 1_200};
    private static final int BATCH = 2_000;

    @CommandLine.Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--runs",
            defaultValue = "200",
            description = "runs of 2,000 packets, after as many to warm up (${DEFAULT-VALUE})")
    private int runs;

    private long seq;

    @Override
    public ExitCode call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        out.printf("%-10s %6s %10s %10s%n", "aead", "bytes", "seal ns", "open ns");
        for (Aead aead : Aeads.all()) {
            for (int size : SIZES) {
                out.printf(
                        Locale.ROOT,
                        "%-10s %6d %10.0f %10.0f%n",
                        aead.name(),
                        size,
                        median(aead, size, true),
                        median(aead, size, false));
            }
        }
        return ExitCode.OK;
    }

    private double median(Aead aead, int size, boolean seals) {
        byte[] secret = new byte[Aead.KEY_BYTES];
        int clear = OverlayHeader.CLEAR_BYTES;
        ByteBuffer[] packets = new ByteBuffer[BATCH];
        Arrays.setAll(packets, _ -> ByteBuffer.allocateDirect(size + Aead.TAG_BYTES));
        double[] nsPerPacket = new double[runs];
        try (Aead.Key sealer = aead.key(secret, true);
                Aead.Key opener = aead.key(secret, false)) {
            for (int run = -runs; run < runs; run++) {
                long first = seq;
                long begin = System.nanoTime();
                for (ByteBuffer packet : packets) {
                    sealer.seal(1, seq++, packet, 0, clear, size - clear);
                }
                long sealed = System.nanoTime();
                for (int i = 0; i < BATCH; i++) {
                    if (!opener.open(1, first + i, packets[i], 0, clear, size - clear)) {
                        throw new IllegalStateException(aead.name() + " does not open");
                    }
                }
                long opened = System.nanoTime();
                if (run >= 0) {
                    long ns = seals ? sealed - begin : opened - sealed;
                    nsPerPacket[run] = (double) ns / BATCH;
                }
            }
        }
        Arrays.sort(nsPerPacket);
        return nsPerPacket[runs / 2];
    }
}
