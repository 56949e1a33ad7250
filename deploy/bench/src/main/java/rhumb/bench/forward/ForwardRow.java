package rhumb.bench.forward;

import java.util.List;
import java.util.Locale;

/**
 * One line of the result; medians over the rounds.
 *
 * @param name the relay; those that were given trains end in {@code -trains}
 * @param sizeBytes of each datagram
 * @param offeredKpps thousand packets per second that the generator sent; the relay was not at its
 *     limit when as many came out
 * @param kpps thousand packets per second through one core
 * @param ratioToC to the bare C relay with the same packets in the same round; -1 when it did not
 *     run
 * @param addedUsP50 microseconds from the generator to the sink's kernel at 20,000 packets/s
 */
public record ForwardRow(
        String name,
        int sizeBytes,
        double offeredKpps,
        double kpps,
        double ratioToC,
        double addedUsP50,
        double addedUsP99,
        double addedUsP999) {

    private static final String PROMISED =
            "promised: rhumb 1.00 of the bare C relay and 1.2 of nginx and coturn, rhumb-aead (opened and sealed,"
                    + " AES-128-GCM) 0.75 of it\nand 2.5 of wireguard-go\n";

    /** For people. */
    public static String table(List<ForwardRow> rows) {
        StringBuilder text = new StringBuilder();
        text.append(
                String.format(
                        "%-18s %6s %10s %10s %7s %9s %9s %9s%n",
                        "relay",
                        "bytes",
                        "kpps in",
                        "kpps",
                        "to C",
                        "p50 us",
                        "p99 us",
                        "p99.9 us"));
        for (ForwardRow row : rows) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%-18s %6d %10.1f %10.1f %7.2f %9.1f %9.1f %9.1f%n",
                            row.name,
                            row.sizeBytes,
                            row.offeredKpps,
                            row.kpps,
                            row.ratioToC,
                            row.addedUsP50,
                            row.addedUsP99,
                            row.addedUsP999));
        }
        if (rows.stream().anyMatch(row -> row.name.equals(Relays.AEAD))) {
            text.append(PROMISED);
        }
        return text.toString();
    }

    /** For programs. */
    public static String json(List<ForwardRow> rows) {
        StringBuilder text = new StringBuilder("{\"rows\":[");
        for (ForwardRow row : rows) {
            text.append(text.charAt(text.length() - 1) == '[' ? "\n  " : ",\n  ")
                    .append(
                            String.format(
                                    Locale.ROOT,
                                    "{\"name\":\"%s\",\"sizeBytes\":%d,\"offeredKpps\":%.2f,\"kpps\":%.2f,\"ratioToC\":%.3f,"
                                            + "\"addedUsP50\":%.1f,\"addedUsP99\":%.1f,\"addedUsP999\":%.1f}",
                                    row.name,
                                    row.sizeBytes,
                                    row.offeredKpps,
                                    row.kpps,
                                    row.ratioToC,
                                    row.addedUsP50,
                                    row.addedUsP99,
                                    row.addedUsP999));
        }
        return text.append("\n]}\n").toString();
    }
}
