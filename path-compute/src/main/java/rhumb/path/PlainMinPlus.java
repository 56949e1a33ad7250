package rhumb.path;

/**
 * Plain loops. Three rows of the result and four relays go at a time, so that a row of links that
 * was loaded serves three times; the inner walk is straight over rows, which the JIT turns into
 * vector code. Of the shapes tried (1x4, 2x4, 3x4, 4x2, 4x4, 2x8), 3x4 was the fastest and the last
 * two too large for the registers.
 */
final class PlainMinPlus implements MinPlus {
    /** Rows of links that stay in the second-level cache while all rows of the result pass by. */
    private static final int BLOCK = 64;

    private static final int ROWS = 3;
    private static final int RELAYS = 4;

    @Override
    public int[] panel(int[][] into) {
        return new int[0];
    }

    @Override
    public void lower(int[][] best, int[][] tails, int[][] into, int[] panel, int begin, int end) {
        int n = into.length;
        for (int block = 0; block < n; block += BLOCK) {
            int blockEnd = Math.min(n, block + BLOCK);
            int row = begin;
            for (; row + ROWS <= end; row += ROWS) {
                lowerRows(best, tails, into, row, block, blockEnd);
            }
            for (; row < end; row++) {
                lowerRow(best[row], tails[row], into, block, blockEnd);
            }
        }
    }

    private static void lowerRows(
            int[][] best, int[][] tails, int[][] into, int row, int from, int end) {
        int k = from;
        for (; k + RELAYS <= end; k += RELAYS) {
            lowerTile(best[row], best[row + 1], best[row + 2], tails, row, into, k);
        }
        for (int i = row; i < row + ROWS; i++) {
            lowerRow(best[i], tails[i], into, k, end);
        }
    }

    private static void lowerRow(int[] best, int[] tail, int[][] into, int from, int end) {
        for (int k = from; k < end; k++) {
            int base = base(tail, k);
            int[] link = into[k];
            for (int i = 0; i < best.length; i++) {
                best[i] = Math.min(best[i], base + link[i]);
            }
        }
    }

    private static int base(int[] tail, int relay) {
        return Packed.withoutRelay(tail[relay]) | relay + 1;
    }

    private static void lowerTile(
            int[] x, int[] y, int[] z, int[][] tails, int row, int[][] into, int k) {
        int x0 = base(tails[row], k);
        int x1 = base(tails[row], k + 1);
        int x2 = base(tails[row], k + 2);
        int x3 = base(tails[row], k + 3);
        int y0 = base(tails[row + 1], k);
        int y1 = base(tails[row + 1], k + 1);
        int y2 = base(tails[row + 1], k + 2);
        int y3 = base(tails[row + 1], k + 3);
        int z0 = base(tails[row + 2], k);
        int z1 = base(tails[row + 2], k + 1);
        int z2 = base(tails[row + 2], k + 2);
        int z3 = base(tails[row + 2], k + 3);
        int[] t0 = into[k];
        int[] t1 = into[k + 1];
        int[] t2 = into[k + 2];
        int[] t3 = into[k + 3];
        for (int i = 0; i < x.length; i++) {
            int a = t0[i];
            int b = t1[i];
            int c = t2[i];
            int d = t3[i];
            x[i] = Math.min(x[i], least(x0 + a, x1 + b, x2 + c, x3 + d));
            y[i] = Math.min(y[i], least(y0 + a, y1 + b, y2 + c, y3 + d));
            z[i] = Math.min(z[i], least(z0 + a, z1 + b, z2 + c, z3 + d));
        }
    }

    private static int least(int a, int b, int c, int d) {
        return Math.min(Math.min(a, b), Math.min(c, d));
    }
}
