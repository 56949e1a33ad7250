package rhumb.forward.fec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RlcDecoderTest {
    private static final int BYTES = 40;

    /** All symbols of a stream, and which of them the decoder may know. */
    private static final class Stream implements RlcDecoder.Symbols {
        final byte[] all;
        final int[] length;
        final boolean[] known;
        final Map<Integer, Integer> recovered = new HashMap<>();

        Stream(Random random, int symbols) {
            all = new byte[symbols * BYTES];
            random.nextBytes(all);
            length = new int[symbols];
            known = new boolean[symbols];
            for (int i = 0; i < symbols; i++) {
                // The first byte tells the length, as packets tell theirs.
                length[i] = 1 + random.nextInt(BYTES);
                all[i * BYTES] = (byte) length[i];
            }
        }

        @Override
        public boolean isMissing(int number) {
            return !known[number];
        }

        @Override
        public int at(int number) {
            return number * BYTES;
        }

        @Override
        public int length(int number) {
            return length[number];
        }

        @Override
        public byte[] bytes(int number) {
            return all;
        }

        @Override
        public void onRecovered(int number, byte[] bytes, int at, int sizeBytes) {
            assertThat(known[number]).isFalse();
            assertThat(sizeBytes).isGreaterThanOrEqualTo(length[number]);
            for (int i = 0; i < sizeBytes; i++) {
                byte expected = i < length[number] ? all[number * BYTES + i] : 0;
                assertThat(bytes[at + i]).isEqualTo(expected);
            }
            known[number] = true;
            recovered.merge(number, 1, Integer::sum);
        }

        int encode(int first, int count, int key, byte[] out) {
            RlcCoefficients coefficients = new RlcCoefficients();
            coefficients.compute(key, count);
            int longest = 0;
            for (int i = 0; i < count; i++) {
                int n = first + i;
                Gf256.addScaled(out, 0, all, n * BYTES, length[n], coefficients.of(i));
                longest = Math.max(longest, length[n]);
            }
            return longest;
        }
    }

    /** The unknowns that the equations determine, by elimination over the whole matrix. */
    private static Set<Integer> oracle(List<int[]> equations, Set<Integer> unknowns) {
        List<Integer> columns = new ArrayList<>(unknowns);
        int width = columns.size();
        List<int[]> rows = new ArrayList<>();
        RlcCoefficients coefficients = new RlcCoefficients();
        for (int[] e : equations) {
            int[] row = new int[width];
            coefficients.compute(e[2], e[1]);
            for (int i = 0; i < e[1]; i++) {
                int column = columns.indexOf(e[0] + i);
                if (column >= 0) {
                    row[column] = coefficients.of(i);
                }
            }
            rows.add(row);
        }
        int rank = 0;
        for (int column = 0; column < width; column++) {
            int pivot = rank;
            while (pivot < rows.size() && rows.get(pivot)[column] == 0) {
                pivot++;
            }
            if (pivot == rows.size()) {
                continue;
            }
            int[] row = rows.remove(pivot);
            rows.add(rank++, row);
            int inverse = Gf256.inverse(row[column]);
            for (int i = 0; i < width; i++) {
                row[i] = Gf256Test.product(row[i], inverse);
            }
            for (int n = 0; n < rows.size(); n++) {
                int[] other = rows.get(n);
                int factor = n == rank - 1 ? 0 : other[column];
                for (int i = 0; i < width; i++) {
                    other[i] ^= Gf256Test.product(row[i], factor);
                }
            }
        }
        Set<Integer> determined = new TreeSet<>();
        for (int[] row : rows) {
            int only = -1;
            for (int i = 0; i < width; i++) {
                only = row[i] == 0 ? only : only == -1 ? i : -2;
            }
            if (only >= 0) {
                determined.add(columns.get(only));
            }
        }
        return determined;
    }

    @Test
    void recoversExactlyWhatTheEquationsDetermine() {
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            int symbols = 50;
            Stream stream = new Stream(random, symbols);
            RlcDecoder decoder = new RlcDecoder(BYTES, stream);
            List<int[]> equations = new ArrayList<>();
            Set<Integer> unknowns = new TreeSet<>();
            double loss = random.nextDouble() * 0.4;
            int every = 1 + random.nextInt(6);
            int window = 1 + random.nextInt(24);
            for (int n = 0; n < symbols; n++) {
                stream.known[n] = random.nextDouble() >= loss;
                if (!stream.known[n]) {
                    unknowns.add(n);
                } else {
                    decoder.onNewest(n);
                }
                if (n % every == 0 && equations.size() < RlcDecoder.ROWS) {
                    int first = Math.max(0, n - window + 1);
                    int[] equation = {first, n - first + 1, random.nextInt(1 << 16)};
                    byte[] repair = new byte[BYTES];
                    int length = stream.encode(first, equation[1], equation[2], repair);
                    equations.add(equation);
                    decoder.onRepair(first, equation[1], equation[2], repair, 0, length);
                }
            }
            assertThat(new TreeSet<>(stream.recovered.keySet()))
                    .as("seed " + seed)
                    .isEqualTo(oracle(equations, unknowns));
        }
    }

    @Test
    void whatComesLateHelpsTheRest() {
        Stream stream = new Stream(new Random(3), 12);
        RlcDecoder decoder = new RlcDecoder(BYTES, stream);
        for (int n = 0; n < 12; n++) {
            stream.known[n] = n != 4 && n != 7;
        }
        byte[] repair = new byte[BYTES];
        int length = stream.encode(2, 10, 77, repair);
        assertThat(decoder.onRepair(2, 10, 77, repair, 0, length)).isTrue();
        assertThat(stream.recovered).isEmpty();
        stream.known[4] = true;
        decoder.onKnown(4);
        assertThat(stream.recovered.keySet()).containsExactly(7);
        assertThat(decoder.pending()).isZero();
    }

    @Test
    void aSecondCopyOfARepairPacketTellsNothing() {
        Stream stream = new Stream(new Random(4), 8);
        RlcDecoder decoder = new RlcDecoder(BYTES, stream);
        byte[] repair = new byte[BYTES];
        int length = stream.encode(0, 8, 5, repair);
        assertThat(decoder.onRepair(0, 8, 5, repair, 0, length)).isTrue();
        assertThat(decoder.onRepair(0, 8, 5, repair, 0, length)).isFalse();
        assertThat(decoder.pending()).isEqualTo(1);
    }

    @Test
    void forgetsWhatIsTooOldAndHoldsABoundedNumber() {
        Random random = new Random(5);
        Stream stream = new Stream(random, 4_000);
        RlcDecoder decoder = new RlcDecoder(BYTES, stream);
        for (int n = 20; n < 4_000; n++) {
            stream.known[n] = random.nextInt(3) == 0;
            int first = n - 20;
            byte[] repair = new byte[BYTES];
            int key = random.nextInt(1 << 16);
            int length = stream.encode(first, 20, key, repair);
            if (n % 4 == 0) {
                decoder.onRepair(first, 20, key, repair, 0, length);
            }
            assertThat(decoder.pending()).isLessThanOrEqualTo(RlcDecoder.ROWS);
        }
    }

    @Test
    void symbolsTooLongToTakePartCountAsNone() {
        Stream stream = new Stream(new Random(6), 6);
        stream.length[2] = BYTES;
        for (int n = 0; n < 6; n++) {
            stream.known[n] = n != 4;
            stream.length[n] = n == 2 ? BYTES : 10;
        }
        RlcDecoder decoder = new RlcDecoder(BYTES - 1, stream);
        byte[] repair = new byte[BYTES];
        RlcCoefficients coefficients = new RlcCoefficients();
        coefficients.compute(9, 6);
        for (int n = 0; n < 6; n++) {
            if (n != 2) {
                Gf256.addScaled(repair, 0, stream.all, n * BYTES, 10, coefficients.of(n));
            }
        }
        assertThat(decoder.onRepair(0, 6, 9, repair, 0, 10)).isTrue();
        assertThat(stream.recovered.keySet()).containsExactly(4);
    }
}
