package rhumb.bench.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Drops what addresses of this machine send each other, by nftables. */
final class Split {
    private static final String TABLE = "rhumb_split";

    private Split() {}

    /** One address from others, both ways and in silence. */
    static void cutOff(String one, List<String> others) throws IOException, InterruptedException {
        String set = "{" + String.join(",", others) + "}";
        nft(
                "add table inet "
                        + TABLE
                        + "\n"
                        + "add chain inet "
                        + TABLE
                        + " in { type filter hook input priority 0; }\n"
                        + "add rule inet "
                        + TABLE
                        + " in ip saddr "
                        + one
                        + " ip daddr "
                        + set
                        + " drop\n"
                        + "add rule inet "
                        + TABLE
                        + " in ip saddr "
                        + set
                        + " ip daddr "
                        + one
                        + " drop\n");
    }

    static void heal() throws IOException, InterruptedException {
        nft("delete table inet " + TABLE + "\n");
    }

    private static void nft(String commands) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("nft", "-f", "-").redirectErrorStream(true).start();
        try (var in = process.getOutputStream()) {
            in.write(commands.getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(5, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("nft refused: " + said.strip());
        }
    }
}
