package rhumb.bench.repair;

import rhumb.forward.fec.Gf256;

/**
 * Reed-Solomon over blocks, with the rows of a Cauchy matrix as repair: any k of the k + m symbols
 * give the block (Bloemer et al. 1995).
 */
final class RsBlock {
    private final int sources;
    private final int repairs;
    private final int symbolBytes;

    RsBlock(int sources, int repairs, int symbolBytes) {
        this.sources = sources;
        this.repairs = repairs;
        this.symbolBytes = symbolBytes;
    }

    private int coefficient(int repair, int source) {
        return Gf256.inverse(repair ^ (repairs + source));
    }

    /** The nth repair symbol of the block. */
    void encode(byte[][] block, int repair, byte[] out) {
        java.util.Arrays.fill(out, (byte) 0);
        for (int i = 0; i < sources; i++) {
            Gf256.addScaled(out, 0, block[i], 0, symbolBytes, coefficient(repair, i));
        }
    }

    /**
     * Gives the lost symbols.
     *
     * @param came which source symbols did
     * @param got numbers of the repair symbols that came, as many as symbols were lost
     * @param received their bytes; overwritten
     * @return the lost symbols in rising order
     */
    byte[][] decode(byte[][] block, boolean[] came, int[] got, byte[][] received) {
        int unknowns = got.length;
        int[] lost = new int[unknowns];
        for (int i = 0, n = 0; i < sources; i++) {
            if (!came[i]) {
                lost[n++] = i;
            }
        }
        byte[][] matrix = new byte[unknowns][unknowns];
        for (int r = 0; r < unknowns; r++) {
            for (int i = 0; i < sources; i++) {
                if (came[i]) {
                    int factor = coefficient(got[r], i);
                    Gf256.addScaled(received[r], 0, block[i], 0, symbolBytes, factor);
                }
            }
            for (int u = 0; u < unknowns; u++) {
                matrix[r][u] = (byte) coefficient(got[r], lost[u]);
            }
        }
        // Each square part of a Cauchy matrix can be inverted, in this order too.
        for (int p = 0; p < unknowns; p++) {
            int inverse = Gf256.inverse(matrix[p][p] & 0xff);
            Gf256.scale(matrix[p], 0, unknowns, inverse);
            Gf256.scale(received[p], 0, symbolBytes, inverse);
            for (int r = 0; r < unknowns; r++) {
                int factor = r == p ? 0 : matrix[r][p] & 0xff;
                Gf256.addScaled(matrix[r], 0, matrix[p], 0, unknowns, factor);
                Gf256.addScaled(received[r], 0, received[p], 0, symbolBytes, factor);
            }
        }
        return received;
    }
}
