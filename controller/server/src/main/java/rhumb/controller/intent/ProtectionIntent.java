package rhumb.controller.intent;

import org.jspecify.annotations.Nullable;
import rhumb.net.Meaning;
import rhumb.net.Protection;
import rhumb.net.Protection.Copies;
import rhumb.net.TrafficClass;

/**
 * How one class is protected. What is left out is as {@link Protection#standard} has it, but for
 * {@code lossy-overhead}, which never stays above an {@code overhead} that was given: who gives one
 * budget means it.
 */
public record ProtectionIntent(
        @Meaning("whether links ask again for what is missing") @Defaulted
                @Nullable Boolean retransmit,
        @Meaning("whether repair packets go along while a link loses packets") @Defaulted
                @Nullable Boolean repair,
        @Meaning("what both together may add to the bytes of the class, up to 200%") @Defaulted
                @Nullable Integer overheadPpm,
        @Meaning("the same on a link that loses much; not less") @Defaulted
                @Nullable Integer lossyOverheadPpm,
        @Meaning(
                        "how much later than its turn a packet may come out of a link and still count,"
                                + " 1ms to 10s")
                @Defaulted
                @Nullable Long recoveryNs,
        @Meaning(
                        "when packets travel over two paths that share no first link: never, while the"
                                + " path loses (`lossy`), always")
                @Defaulted
                @Nullable Copies copies) {
    private static final int MAX_OVERHEAD_PPM = 2_000_000;
    private static final long LEAST_RECOVERY_NS = 1_000_000L;
    private static final long MAX_RECOVERY_NS = 10_000_000_000L;

    /** Of a class that nobody protects until an operator does. */
    private static final int NEW_OVERHEAD_PPM = 200_000;

    private static final long NEW_RECOVERY_NS = 200_000_000L;

    public ProtectionIntent {
        checkShare("overhead", overheadPpm);
        checkShare("lossy-overhead", lossyOverheadPpm);
        checkOrder("", overheadPpm, lossyOverheadPpm);
        Checks.that(
                recoveryNs == null
                        || recoveryNs >= LEAST_RECOVERY_NS && recoveryNs <= MAX_RECOVERY_NS,
                "protection: recovery is " + recoveryNs + " ns: expected 1ms to 10s");
    }

    /** A class with everything said. */
    static ProtectionIntent of(Protection p) {
        return new ProtectionIntent(
                p.retransmit(),
                p.repair(),
                (int) p.maxOverheadPpm(),
                (int) p.lossyOverheadPpm(),
                p.recoveryNs() == 0 ? null : Long.valueOf(p.recoveryNs()),
                p.copies());
    }

    /** The same with nothing left out. */
    ProtectionIntent completed(TrafficClass c) {
        return of(protection(c));
    }

    /** As forwarders are told. */
    public Protection protection(TrafficClass c) {
        Protection usual = Protection.standard(c);
        boolean asks = retransmit == null ? usual.retransmit() : retransmit;
        boolean repairs = repair == null ? usual.repair() : repair;
        boolean fresh = (asks || repairs) && !usual.onLinks();
        int usualPpm = fresh ? NEW_OVERHEAD_PPM : (int) usual.maxOverheadPpm();
        int most = overheadPpm == null ? usualPpm : overheadPpm;
        int usualLossyPpm =
                overheadPpm == null ? Math.max(most, (int) usual.lossyOverheadPpm()) : most;
        int lossy = lossyOverheadPpm == null ? usualLossyPpm : lossyOverheadPpm;
        long usualNs = fresh ? NEW_RECOVERY_NS : usual.recoveryNs();
        checkOrder(c + ": ", most, lossy);
        Checks.that(
                !asks && !repairs || lossy > 0,
                "protection: "
                        + c
                        + ": overhead is 0%: expected more, or retransmit: false and repair:"
                        + " false");
        return new Protection(
                asks,
                repairs,
                most,
                lossy,
                recoveryNs == null ? usualNs : recoveryNs,
                copies == null ? usual.copies() : copies);
    }

    private static void checkShare(String what, @Nullable Integer ppm) {
        Checks.that(
                ppm == null || ppm <= MAX_OVERHEAD_PPM,
                "protection: " + what + " is " + percent(ppm) + ": expected 0% to 200%");
    }

    private static void checkOrder(String of, @Nullable Integer ppm, @Nullable Integer lossyPpm) {
        Checks.that(
                ppm == null || lossyPpm == null || lossyPpm >= ppm,
                "protection: "
                        + of
                        + "lossy-overhead is "
                        + percent(lossyPpm)
                        + ": expected no less than overhead, which is "
                        + percent(ppm));
    }

    private static String percent(@Nullable Integer ppm) {
        return ppm == null
                ? ""
                : java.math.BigDecimal.valueOf(ppm, 4).stripTrailingZeros().toPlainString() + "%";
    }
}
