package rhumb.controller.intent;

import org.jspecify.annotations.Nullable;
import rhumb.net.Meaning;
import rhumb.southbound.message.ProbePlan;

/** How often links are probed and what that may cost. Every component may be left out. */
public record ProbingIntent(
        @Meaning(
                        "time between probes on a link that carries media and that paths of an urgent"
                                + " class (signalling, audio, video) lead over")
                @Defaulted
                Long inUseNs,
        @Meaning("the same on every other link that some path leads over") @Defaulted Long backupNs,
        @Meaning("the same on a link that no path leads over") @Defaulted Long idleNs,
        @Meaning("most packets that one PoP sends to measure, probes and answers together")
                @Defaulted
                Integer packetsPerSecond,
        @Meaning("the same in bits, with IP and UDP headers; both hold") @Defaulted
                Long bitRateBps) {
    private static final long MS = 1_000_000L;

    public ProbingIntent {
        inUseNs = orElse(inUseNs, 20 * MS);
        backupNs = orElse(backupNs, 100 * MS);
        idleNs = orElse(idleNs, 1_000 * MS);
        packetsPerSecond = orElse(packetsPerSecond, 25_000);
        bitRateBps = orElse(bitRateBps, 40_000_000L);
        Checks.range("probing: in-use in ms", inUseNs / MS, 10, 10_000);
        Checks.range("probing: backup in ms", backupNs / MS, 10, 10_000);
        Checks.range("probing: idle in ms", idleNs / MS, 10, 10_000);
        Checks.that(
                inUseNs <= backupNs && backupNs <= idleNs,
                "probing: in-use, backup and idle are "
                        + inUseNs / MS
                        + ", "
                        + backupNs / MS
                        + " and "
                        + idleNs / MS
                        + " ms: expected none shorter than the one before");
        Checks.range("probing: packets-per-second", packetsPerSecond, 100, 10_000_000);
        Checks.range("probing: bit-rate in kbps", bitRateBps / 1_000, 100, 100_000_000);
    }

    @SuppressWarnings("NullAway") // null stands for "left out" in each component
    public static ProbingIntent standard() {
        return new ProbingIntent(null, null, null, null, null);
    }

    public ProbePlan.Budget budget() {
        return new ProbePlan.Budget(packetsPerSecond, bitRateBps);
    }

    private static <T> T orElse(@Nullable T value, T other) {
        return value == null ? other : value;
    }
}
