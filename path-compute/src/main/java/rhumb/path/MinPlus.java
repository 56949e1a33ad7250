package rhumb.path;

/**
 * The min-plus product with arg-min of {@link Packed} numbers, the loop that all planning waits
 * for: {@code best(i, j) = min(tail(i, j), min over k of first(i, k) + tail(k, j))}.
 *
 * <p>Three rows of the result and four relays go at a time, so that a tail that was loaded serves
 * three times; the inner walk is straight over rows, which the JIT turns into vector code. Of the
 * shapes tried (1x4, 2x4, 3x4, 4x2, 4x4, 2x8), 3x4 was the fastest and the last two too large for
 * the registers.
 */
final class MinPlus {
    /** Rows of tails that stay in the second-level cache while all rows of the result pass by. */
    private static final int BLOCK = 24;

    private static final int ROWS = 3;
    private static final int RELAYS = 4;

    private MinPlus() {}

    /**
     * The product.
     *
     * @param first n x n costs of single links, {@link Packed#NONE_COST} for none
     * @param tails n x n packed without relays, {@link Packed#NONE} for none
     * @return n x n packed; the diagonal is {@link Packed#NONE}
     */
    static int[][] product(int[][] first, int[][] tails) {
        int n = first.length;
        int[][] best = new int[n][];
        for (int i = 0; i < n; i++) {
            best[i] = tails[i].clone();
        }
        for (int block = 0; block < n; block += BLOCK) {
            int end = Math.min(n, block + BLOCK);
            int i = 0;
            for (; i + ROWS <= n; i += ROWS) {
                lower(best, first, tails, i, block, end);
            }
            for (; i < n; i++) {
                lower(best[i], first[i], tails, block, end);
            }
        }
        for (int i = 0; i < n; i++) {
            best[i][i] = Packed.NONE;
        }
        return best;
    }

    private static void lower(
            int[][] best, int[][] first, int[][] tails, int i, int from, int end) {
        int k = from;
        for (; k + RELAYS <= end; k += RELAYS) {
            lower(best[i], best[i + 1], best[i + 2], first, i, tails, k);
        }
        for (int row = i; row < i + ROWS; row++) {
            lower(best[row], first[row], tails, k, end);
        }
    }

    private static void lower(int[] best, int[] first, int[][] tails, int from, int end) {
        for (int k = from; k < end; k++) {
            lower(best, tails[k], Packed.base(first[k], k));
        }
    }

    private static void lower(int[] best, int[] tail, int base) {
        for (int j = 0; j < best.length; j++) {
            best[j] = Math.min(best[j], base + tail[j]);
        }
    }

    private static void lower(
            int[] x, int[] y, int[] z, int[][] first, int i, int[][] tails, int k) {
        int x0 = Packed.base(first[i][k], k);
        int x1 = Packed.base(first[i][k + 1], k + 1);
        int x2 = Packed.base(first[i][k + 2], k + 2);
        int x3 = Packed.base(first[i][k + 3], k + 3);
        int y0 = Packed.base(first[i + 1][k], k);
        int y1 = Packed.base(first[i + 1][k + 1], k + 1);
        int y2 = Packed.base(first[i + 1][k + 2], k + 2);
        int y3 = Packed.base(first[i + 1][k + 3], k + 3);
        int z0 = Packed.base(first[i + 2][k], k);
        int z1 = Packed.base(first[i + 2][k + 1], k + 1);
        int z2 = Packed.base(first[i + 2][k + 2], k + 2);
        int z3 = Packed.base(first[i + 2][k + 3], k + 3);
        int[] t0 = tails[k];
        int[] t1 = tails[k + 1];
        int[] t2 = tails[k + 2];
        int[] t3 = tails[k + 3];
        for (int j = 0; j < x.length; j++) {
            int a = t0[j];
            int b = t1[j];
            int c = t2[j];
            int d = t3[j];
            x[j] = Math.min(x[j], least(x0 + a, x1 + b, x2 + c, x3 + d));
            y[j] = Math.min(y[j], least(y0 + a, y1 + b, y2 + c, y3 + d));
            z[j] = Math.min(z[j], least(z0 + a, z1 + b, z2 + c, z3 + d));
        }
    }

    private static int least(int a, int b, int c, int d) {
        return Math.min(Math.min(a, b), Math.min(c, d));
    }
}
