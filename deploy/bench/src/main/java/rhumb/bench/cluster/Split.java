package rhumb.bench.cluster;

import java.io.IOException;
import java.util.List;
import rhumb.bench.process.Run;

/** Drops what addresses of this machine send each other, by nftables. */
final class Split {
    private Split() {}

    /** One address from others, both ways and in silence. */
    static void cutOff(String one, List<String> others) throws IOException, InterruptedException {
        nft(
                """
                table inet rhumb_split {
                  chain in {
                    type filter hook input priority 0;
                    ip saddr %1$s ip daddr %2$s drop
                    ip saddr %2$s ip daddr %1$s drop
                  }
                }
                """
                        .formatted(one, "{" + String.join(", ", others) + "}"));
    }

    static void heal() throws IOException, InterruptedException {
        nft("delete table inet rhumb_split\n");
    }

    private static void nft(String commands) throws IOException, InterruptedException {
        Run.with(commands, List.of("nft", "-f", "-"));
    }
}
