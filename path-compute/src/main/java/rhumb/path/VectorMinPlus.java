package rhumb.path;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The Vector API on registers of 512 bits: a tile of six rows by two vectors stays in twelve
 * registers while 64 relays pass by, so that each relay costs two loads for twelve sums and twelve
 * minima. The links are laid out tile by tile, a relay's 32 columns side by side.
 *
 * <p>Of the tiles tried (2x4, 3x6, 4x2, 4x3, 4x4, 6x2, 6x4) 6x4 and 6x2 were the fastest, within a
 * twentieth of each other; what limits is the number of sums and minima.
 */
final class VectorMinPlus implements MinPlus {
    private static final VectorSpecies<Integer> SPECIES = IntVector.SPECIES_512;
    private static final int LANES = 16;
    private static final int ROWS = 6;
    private static final int COLUMNS = 2 * LANES;
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
        int[][] rows = new int[ROWS][];
        for (int block = 0; block < n; block += BLOCK) {
            int relays = Math.min(n - block, BLOCK);
            for (int row = begin; row < end; row += ROWS) {
                // The last rows may be done twice: a minimum taken again is the same.
                for (int i = 0; i < ROWS; i++) {
                    rows[i] = best[Math.min(row + i, end - 1)];
                    bases(bases, i, tails[Math.min(row + i, end - 1)], block, relays);
                }
                int[] a = rows[0];
                int[] b = rows[1];
                int[] c = rows[2];
                int[] d = rows[3];
                int[] e = rows[4];
                int[] f = rows[5];
                for (int i = 0; i < wide; i += COLUMNS) {
                    tile(a, b, c, d, e, f, i, panel, i * n + block * COLUMNS, bases, relays);
                }
                for (int i = wide; i < length; i += LANES) {
                    strip(a, b, c, d, e, f, i, panel, i * n + block * LANES, bases, relays);
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
            int[] e,
            int[] f,
            int column,
            int[] panel,
            int at,
            int[] bases,
            int relays) {
        IntVector a0 = IntVector.fromArray(SPECIES, a, column);
        IntVector a1 = IntVector.fromArray(SPECIES, a, column + LANES);
        IntVector b0 = IntVector.fromArray(SPECIES, b, column);
        IntVector b1 = IntVector.fromArray(SPECIES, b, column + LANES);
        IntVector c0 = IntVector.fromArray(SPECIES, c, column);
        IntVector c1 = IntVector.fromArray(SPECIES, c, column + LANES);
        IntVector d0 = IntVector.fromArray(SPECIES, d, column);
        IntVector d1 = IntVector.fromArray(SPECIES, d, column + LANES);
        IntVector e0 = IntVector.fromArray(SPECIES, e, column);
        IntVector e1 = IntVector.fromArray(SPECIES, e, column + LANES);
        IntVector f0 = IntVector.fromArray(SPECIES, f, column);
        IntVector f1 = IntVector.fromArray(SPECIES, f, column + LANES);
        for (int k = 0; k < relays; k++) {
            IntVector p0 = IntVector.fromArray(SPECIES, panel, at + k * COLUMNS);
            IntVector p1 = IntVector.fromArray(SPECIES, panel, at + k * COLUMNS + LANES);
            IntVector base = IntVector.broadcast(SPECIES, bases[k * ROWS]);
            a0 = a0.min(p0.add(base));
            a1 = a1.min(p1.add(base));
            base = IntVector.broadcast(SPECIES, bases[k * ROWS + 1]);
            b0 = b0.min(p0.add(base));
            b1 = b1.min(p1.add(base));
            base = IntVector.broadcast(SPECIES, bases[k * ROWS + 2]);
            c0 = c0.min(p0.add(base));
            c1 = c1.min(p1.add(base));
            base = IntVector.broadcast(SPECIES, bases[k * ROWS + 3]);
            d0 = d0.min(p0.add(base));
            d1 = d1.min(p1.add(base));
            base = IntVector.broadcast(SPECIES, bases[k * ROWS + 4]);
            e0 = e0.min(p0.add(base));
            e1 = e1.min(p1.add(base));
            base = IntVector.broadcast(SPECIES, bases[k * ROWS + 5]);
            f0 = f0.min(p0.add(base));
            f1 = f1.min(p1.add(base));
        }
        a0.intoArray(a, column);
        a1.intoArray(a, column + LANES);
        b0.intoArray(b, column);
        b1.intoArray(b, column + LANES);
        c0.intoArray(c, column);
        c1.intoArray(c, column + LANES);
        d0.intoArray(d, column);
        d1.intoArray(d, column + LANES);
        e0.intoArray(e, column);
        e1.intoArray(e, column + LANES);
        f0.intoArray(f, column);
        f1.intoArray(f, column + LANES);
    }

    private static void strip(
            int[] a,
            int[] b,
            int[] c,
            int[] d,
            int[] e,
            int[] f,
            int column,
            int[] panel,
            int at,
            int[] bases,
            int relays) {
        IntVector a0 = IntVector.fromArray(SPECIES, a, column);
        IntVector b0 = IntVector.fromArray(SPECIES, b, column);
        IntVector c0 = IntVector.fromArray(SPECIES, c, column);
        IntVector d0 = IntVector.fromArray(SPECIES, d, column);
        IntVector e0 = IntVector.fromArray(SPECIES, e, column);
        IntVector f0 = IntVector.fromArray(SPECIES, f, column);
        for (int k = 0; k < relays; k++) {
            IntVector p = IntVector.fromArray(SPECIES, panel, at + k * LANES);
            a0 = a0.min(p.add(bases[k * ROWS]));
            b0 = b0.min(p.add(bases[k * ROWS + 1]));
            c0 = c0.min(p.add(bases[k * ROWS + 2]));
            d0 = d0.min(p.add(bases[k * ROWS + 3]));
            e0 = e0.min(p.add(bases[k * ROWS + 4]));
            f0 = f0.min(p.add(bases[k * ROWS + 5]));
        }
        a0.intoArray(a, column);
        b0.intoArray(b, column);
        c0.intoArray(c, column);
        d0.intoArray(d, column);
        e0.intoArray(e, column);
        f0.intoArray(f, column);
    }
}
