package rhumb.pack;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Measures how long a forwarder takes from its start to the first packet it forwards, and what it
 * weighs then: starts it again and again beside an overlay that stands, and sends into its ingress
 * until something arrives at the service's target. By hand, for {@code docs/install.md}.
 */
public final class StartTimes {
    private static final int WAIT_MS = 2;
    private static final long GIVE_UP_NS = TimeUnit.SECONDS.toNanos(60);

    private StartTimes() {}

    /**
     * @param arguments times to start, ingress port, target port, then the command
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int times = Integer.parseInt(arguments[0]);
        InetAddress here = InetAddress.getLoopbackAddress();
        InetSocketAddress ingress = new InetSocketAddress(here, Integer.parseInt(arguments[1]));
        InetSocketAddress target = new InetSocketAddress(here, Integer.parseInt(arguments[2]));
        List<String> command = List.of(arguments).subList(3, arguments.length);
        long[] tookMs = new long[times];
        for (int i = 0; i < times; i++) {
            tookMs[i] = once(ingress, target, command);
        }
        Arrays.sort(tookMs);
        System.out.println("median " + tookMs[times / 2] + " ms of " + Arrays.toString(tookMs));
    }

    private static long once(
            InetSocketAddress ingress, InetSocketAddress target, List<String> command)
            throws IOException, InterruptedException {
        try (DatagramSocket server = new DatagramSocket(target);
                DatagramSocket client = new DatagramSocket()) {
            server.setSoTimeout(WAIT_MS);
            long startedNs = System.nanoTime();
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            try {
                long tookNs = firstPacket(client, server, ingress, startedNs);
                System.out.println(tookNs / 1_000_000 + " ms, " + weight(process.pid()));
                return tookNs / 1_000_000;
            } finally {
                process.destroy();
                process.waitFor();
            }
        }
    }

    private static long firstPacket(
            DatagramSocket client, DatagramSocket server, InetSocketAddress to, long startedNs)
            throws IOException {
        byte[] media = new byte[200];
        while (System.nanoTime() - startedNs < GIVE_UP_NS) {
            client.send(new DatagramPacket(media, media.length, to));
            try {
                server.receive(new DatagramPacket(new byte[1500], 1500));
                return System.nanoTime() - startedNs;
            } catch (SocketTimeoutException e) {
                // Not yet.
            }
        }
        throw new IOException("nothing arrived within a minute");
    }

    /** Proportional set size: shared pages count for those who share them. */
    private static String weight(long pid) throws IOException {
        Path rollup = Path.of("/proc/" + pid + "/smaps_rollup");
        for (String line : Files.readAllLines(rollup)) {
            if (line.startsWith("Pss:")) {
                long kib = Long.parseLong(line.replaceAll("\\D", ""));
                return kib / 1024 + " MiB";
            }
        }
        return "unknown weight";
    }
}
