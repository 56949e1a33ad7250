package rhumb.southbound.session;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import rhumb.net.PopId;

/**
 * In which order a PoP tries its controllers. Those of one entry are equally near, such as those of
 * one place: each PoP takes them by rendezvous hashing (Thaler, Ravishankar 1998), so that PoPs
 * with one list spread over them, and one that is lost moves no PoP but its own.
 */
public final class ControllerOrder {
    private static final long FNV_OFFSET = 0xcbf2_9ce4_8422_2325L;
    private static final long FNV_PRIME = 0x100_0000_01b3L;

    private ControllerOrder() {}

    /**
     * The controllers one by one, nearest first.
     *
     * @param entries nearest first; one may name several that are equally near, with commas between
     *     them
     * @param pop whose processes try them, both in the same order
     */
    public static List<String> of(List<String> entries, PopId pop) {
        List<String> order = new ArrayList<>();
        for (String entry : entries) {
            Stream.of(entry.split(",", -1))
                    .map(String::strip)
                    .sorted(
                            Comparator.comparingLong((String one) -> weight(pop, one))
                                    .reversed()
                                    .thenComparing(Comparator.naturalOrder()))
                    .forEach(order::add);
        }
        return List.copyOf(order);
    }

    private static long weight(PopId pop, String controller) {
        long hash = FNV_OFFSET;
        for (byte b : (pop + " " + controller).getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        // FNV leaves the last bytes in the low bits: mixed as in SplittableRandom, by Stafford.
        hash = (hash ^ (hash >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d0_49bb_1331_11ebL;
        return hash ^ (hash >>> 31);
    }
}
