package rhumb.path;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The Vector API on registers of 512 bits: a tile of four rows by four vectors stays in sixteen
 * registers while 64 relays pass by, so that each relay costs four loads for sixteen sums and
 * sixteen minima. The links are laid out tile by tile, a relay's 64 columns side by side.
 *
 * <p>Of the tiles tried (2x4, 3x6, 4x2, 4x3, 4x4, 6x2, 6x4) 4x4 and 6x4 were the fastest and equal;
 * what limits is the number of sums and minima.
 */
final class VectorMinPlus implements MinPlus {
    private static final VectorSpecies<Integer> SPECIES = IntVector.SPECIES_512;
    private static final int LANES = 16;
    private static final int ROWS = 4;
    private static final int COLUMNS = 4 * LANES;
    private static final int BLOCK = 64;

    /** Whether the machine has such registers; without, the JIT's own vectors are faster. */
    static boolean fits() {
        return IntVector.SPECIES_PREFERRED.length() == LANES;
    }

    @Override
    public int[] panel(int[][] into) {
        int n = into.length;
        int length = Packed.rowLength(n);
        int[] panel = new int[n * length];
        int wide = length / COLUMNS * COLUMNS;
        for (int k = 0; k < n; k++) {
            int[] row = into[k];
            for (int i = 0; i < wide; i += COLUMNS) {
                System.arraycopy(row, i, panel, i * n + k * COLUMNS, COLUMNS);
            }
            for (int i = wide; i < length; i += LANES) {
                System.arraycopy(row, i, panel, i * n + k * LANES, LANES);
            }
        }
        return panel;
    }

    @Override
    public void lower(int[][] best, int[][] tails, int[][] into, int[] panel, int begin, int end) {
        int n = into.length;
        int length = Packed.rowLength(n);
        int wide = length / COLUMNS * COLUMNS;
        int[] bases = new int[ROWS * BLOCK];
        for (int block = 0; block < n; block += BLOCK) {
            int relays = Math.min(n - block, BLOCK);
            for (int row = begin; row < end; row += ROWS) {
                // The last rows may be done twice: a minimum taken again is the same.
                int second = Math.min(row + 1, end - 1);
                int third = Math.min(row + 2, end - 1);
                int fourth = Math.min(row + 3, end - 1);
                bases(bases, 0, tails[row], block, relays);
                bases(bases, 1, tails[second], block, relays);
                bases(bases, 2, tails[third], block, relays);
                bases(bases, 3, tails[fourth], block, relays);
                int[] a = best[row];
                int[] b = best[second];
                int[] c = best[third];
                int[] d = best[fourth];
                for (int i = 0; i < wide; i += COLUMNS) {
                    tile(a, b, c, d, i, panel, i * n + block * COLUMNS, bases, relays);
                }
                for (int i = wide; i < length; i += LANES) {
                    strip(a, b, c, d, i, panel, i * n + block * LANES, bases, relays);
                }
            }
        }
    }

    private static void bases(int[] bases, int row, int[] tail, int block, int relays) {
        for (int k = 0; k < relays; k++) {
            bases[k * ROWS + row] = Packed.withoutRelay(tail[block + k]) | block + k + 1;
        }
    }

    private static void tile(
            int[] a,
            int[] b,
            int[] c,
            int[] d,
            int column,
            int[] panel,
            int at,
            int[] bases,
            int relays) {
        IntVector a0 = IntVector.fromArray(SPECIES, a, column);
        IntVector a1 = IntVector.fromArray(SPECIES, a, column + LANES);
        IntVector a2 = IntVector.fromArray(SPECIES, a, column + 2 * LANES);
        IntVector a3 = IntVector.fromArray(SPECIES, a, column + 3 * LANES);
        IntVector b0 = IntVector.fromArray(SPECIES, b, column);
        IntVector b1 = IntVector.fromArray(SPECIES, b, column + LANES);
        IntVector b2 = IntVector.fromArray(SPECIES, b, column + 2 * LANES);
        IntVector b3 = IntVector.fromArray(SPECIES, b, column + 3 * LANES);
        IntVector c0 = IntVector.fromArray(SPECIES, c, column);
        IntVector c1 = IntVector.fromArray(SPECIES, c, column + LANES);
        IntVector c2 = IntVector.fromArray(SPECIES, c, column + 2 * LANES);
        IntVector c3 = IntVector.fromArray(SPECIES, c, column + 3 * LANES);
        IntVector d0 = IntVector.fromArray(SPECIES, d, column);
        IntVector d1 = IntVector.fromArray(SPECIES, d, column + LANES);
        IntVector d2 = IntVector.fromArray(SPECIES, d, column + 2 * LANES);
        IntVector d3 = IntVector.fromArray(SPECIES, d, column + 3 * LANES);
        for (int k = 0; k < relays; k++) {
            int p = at + k * COLUMNS;
            IntVector p0 = IntVector.fromArray(SPECIES, panel, p);
            IntVector p1 = IntVector.fromArray(SPECIES, panel, p + LANES);
            IntVector p2 = IntVector.fromArray(SPECIES, panel, p + 2 * LANES);
            IntVector p3 = IntVector.fromArray(SPECIES, panel, p + 3 * LANES);
            IntVector base = IntVector.broadcast(SPECIES, bases[k * ROWS]);
            a0 = a0.min(p0.add(base));
            a1 = a1.min(p1.add(base));
            a2 = a2.min(p2.add(base));
            a3 = a3.min(p3.add(base));
            base = IntVector.broadcast(SPECIES, bases[k * ROWS + 1]);
            b0 = b0.min(p0.add(base));
            b1 = b1.min(p1.add(base));
            b2 = b2.min(p2.add(base));
            b3 = b3.min(p3.add(base));
            base = IntVector.broadcast(SPECIES, bases[k * ROWS + 2]);
            c0 = c0.min(p0.add(base));
            c1 = c1.min(p1.add(base));
            c2 = c2.min(p2.add(base));
            c3 = c3.min(p3.add(base));
            base = IntVector.broadcast(SPECIES, bases[k * ROWS + 3]);
            d0 = d0.min(p0.add(base));
            d1 = d1.min(p1.add(base));
            d2 = d2.min(p2.add(base));
            d3 = d3.min(p3.add(base));
        }
        a0.intoArray(a, column);
        a1.intoArray(a, column + LANES);
        a2.intoArray(a, column + 2 * LANES);
        a3.intoArray(a, column + 3 * LANES);
        b0.intoArray(b, column);
        b1.intoArray(b, column + LANES);
        b2.intoArray(b, column + 2 * LANES);
        b3.intoArray(b, column + 3 * LANES);
        c0.intoArray(c, column);
        c1.intoArray(c, column + LANES);
        c2.intoArray(c, column + 2 * LANES);
        c3.intoArray(c, column + 3 * LANES);
        d0.intoArray(d, column);
        d1.intoArray(d, column + LANES);
        d2.intoArray(d, column + 2 * LANES);
        d3.intoArray(d, column + 3 * LANES);
    }

    private static void strip(
            int[] a,
            int[] b,
            int[] c,
            int[] d,
            int column,
            int[] panel,
            int at,
            int[] bases,
            int relays) {
        IntVector a0 = IntVector.fromArray(SPECIES, a, column);
        IntVector b0 = IntVector.fromArray(SPECIES, b, column);
        IntVector c0 = IntVector.fromArray(SPECIES, c, column);
        IntVector d0 = IntVector.fromArray(SPECIES, d, column);
        for (int k = 0; k < relays; k++) {
            IntVector p = IntVector.fromArray(SPECIES, panel, at + k * LANES);
            a0 = a0.min(p.add(bases[k * ROWS]));
            b0 = b0.min(p.add(bases[k * ROWS + 1]));
            c0 = c0.min(p.add(bases[k * ROWS + 2]));
            d0 = d0.min(p.add(bases[k * ROWS + 3]));
        }
        a0.intoArray(a, column);
        b0.intoArray(b, column);
        c0.intoArray(c, column);
        d0.intoArray(d, column);
    }
}
