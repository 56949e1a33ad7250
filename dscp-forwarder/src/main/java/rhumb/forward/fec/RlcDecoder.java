package rhumb.forward.fec;

import java.util.Arrays;

/**
 * Recovers missing symbols from repair symbols, each a linear combination of a window of symbols.
 * Keeps the equations in reduced row echelon form, so that a symbol is known in the moment in which
 * it can be.
 *
 * <p>Numbers of symbols are 32-bit and rise by one per symbol. Bound: {@value #ROWS} equations over
 * the newest {@value #COLUMNS} symbols; when full the equation with the oldest unknown gives way.
 * Nothing is allocated after construction. A repair symbol that lies makes wrong symbols: callers
 * take them from authenticated neighbours and check what comes out.
 */
public final class RlcDecoder {
    /** How far back from the newest symbol an unknown may lie. */
    public static final int COLUMNS = 64;

    static final int ROWS = 24;

    /** About what one with the longest symbols takes. */
    public static final int MEMORY_BYTES = 1 << 15;

    /** What the caller knows of symbols, and what it is told. */
    public interface Symbols {
        /** Whether the symbol has neither come nor been recovered. */
        boolean isMissing(int number);

        /** Where its bytes begin in {@link #bytes}; negative when they are not kept any more. */
        int at(int number);

        int length(int number);

        /** What holds its bytes, asked for while {@link #at} is not negative. */
        byte[] bytes(int number);

        /**
         * A missing symbol is known now. Must not call the decoder; must know the symbol
         * afterwards.
         *
         * @param length bytes of the longest symbol in its equations: zeros follow its own bytes
         */
        void onRecovered(int number, byte[] bytes, int at, int length);
    }

    private static final class Row {
        final byte[] coefficients = new byte[COLUMNS];
        final byte[] symbol;
        boolean used;
        int length;
        int pivot;

        Row(int symbolBytes) {
            symbol = new byte[symbolBytes];
        }
    }

    private final Symbols symbols;
    private final RlcCoefficients coefficients = new RlcCoefficients();
    private final Row[] rows = new Row[ROWS];
    private final int symbolBytes;
    private boolean started;
    private int top;
    private int used;

    /**
     * @param symbolBytes the longest symbol that takes part; a longer one counts as one of no bytes
     *     at both ends
     */
    public RlcDecoder(int symbolBytes, Symbols symbols) {
        this.symbolBytes = symbolBytes;
        this.symbols = symbols;
        Arrays.setAll(rows, _ -> new Row(symbolBytes));
    }

    /** Equations that wait for more. */
    public int pending() {
        return used;
    }

    public void reset() {
        started = false;
        used = 0;
        for (Row row : rows) {
            row.used = false;
        }
    }

    /** A symbol with this number exists; what speaks of much older ones is forgotten. */
    public void onNewest(int number) {
        if (started && number - top <= 0) {
            return;
        }
        if (used > 0) {
            for (Row row : rows) {
                if (row.used && number - oldest(row) >= COLUMNS) {
                    free(row);
                }
            }
        }
        started = true;
        top = number;
    }

    /** A symbol came by itself that equations may speak of: late, or sent again. */
    public void onKnown(int number) {
        if (used == 0 || top - number >= COLUMNS || number - top > 0) {
            return;
        }
        int column = number & COLUMNS - 1;
        int at = symbols.at(number);
        for (Row row : rows) {
            int factor = row.coefficients[column] & 0xff;
            if (!row.used || factor == 0) {
                continue;
            }
            if (at < 0) {
                free(row);
                continue;
            }
            add(row, symbols.bytes(number), at, counted(number), factor);
            row.coefficients[column] = 0;
            if (row.pivot == column && !settle(row)) {
                free(row);
            }
        }
        harvest();
    }

    /**
     * A repair symbol came.
     *
     * @param first number of the first symbol of its window
     * @param count symbols in the window, 1 to {@link RlcCoefficients#MAX_WINDOW}
     * @param key of its coefficients
     * @return whether it told something new
     */
    public boolean onRepair(int first, int count, int key, byte[] bytes, int at, int length) {
        onNewest(first + count - 1);
        if (length > symbolBytes || top - first >= COLUMNS || !anyMissing(first, count)) {
            return false;
        }
        Row row = freeRow();
        Arrays.fill(row.coefficients, (byte) 0);
        System.arraycopy(bytes, at, row.symbol, 0, length);
        row.length = length;
        coefficients.compute(key, count);
        for (int i = 0; i < count; i++) {
            int number = first + i;
            if (symbols.isMissing(number)) {
                row.coefficients[number & COLUMNS - 1] = (byte) coefficients.of(i);
                continue;
            }
            int known = symbols.at(number);
            if (known < 0) {
                return false;
            }
            add(row, symbols.bytes(number), known, counted(number), coefficients.of(i));
        }
        reduce(row);
        if (!settle(row)) {
            return false;
        }
        row.used = true;
        used++;
        harvest();
        return true;
    }

    private boolean anyMissing(int first, int count) {
        for (int i = 0; i < count; i++) {
            if (symbols.isMissing(first + i)) {
                return true;
            }
        }
        return false;
    }

    /** Takes out of the row what the pivots of the others explain. */
    private void reduce(Row row) {
        for (Row other : rows) {
            if (other.used && other != row) {
                int factor = row.coefficients[other.pivot] & 0xff;
                if (factor != 0) {
                    addRow(row, other, factor);
                }
            }
        }
    }

    /** Gives the row a pivot of one that no other row has; false when nothing is left of it. */
    private boolean settle(Row row) {
        int column = 0;
        while (column < COLUMNS && row.coefficients[column] == 0) {
            column++;
        }
        if (column == COLUMNS) {
            return false;
        }
        int inverse = Gf256.inverse(row.coefficients[column] & 0xff);
        if (inverse != 1) {
            Gf256.scale(row.coefficients, 0, COLUMNS, inverse);
            Gf256.scale(row.symbol, 0, row.length, inverse);
        }
        row.pivot = column;
        for (Row other : rows) {
            int factor = other.coefficients[column] & 0xff;
            if (other.used && other != row && factor != 0) {
                addRow(other, row, factor);
            }
        }
        return true;
    }

    /** Hands out each symbol that an equation speaks of alone. */
    private void harvest() {
        for (Row row : rows) {
            if (row.used && isAlone(row)) {
                free(row);
                int number = numberOf(row.pivot);
                if (symbols.isMissing(number)) {
                    symbols.onRecovered(number, row.symbol, 0, row.length);
                }
            }
        }
    }

    private static boolean isAlone(Row row) {
        for (int column = 0; column < COLUMNS; column++) {
            if (column != row.pivot && row.coefficients[column] != 0) {
                return false;
            }
        }
        return true;
    }

    private void addRow(Row target, Row source, int factor) {
        Gf256.addScaled(target.coefficients, 0, source.coefficients, 0, COLUMNS, factor);
        add(target, source.symbol, 0, source.length, factor);
    }

    private void add(Row row, byte[] bytes, int at, int length, int factor) {
        if (length > row.length) {
            Arrays.fill(row.symbol, row.length, length, (byte) 0);
            row.length = length;
        }
        Gf256.addScaled(row.symbol, 0, bytes, at, length, factor);
    }

    /** Bytes of the symbol that take part. */
    private int counted(int number) {
        int length = symbols.length(number);
        return length > symbolBytes ? 0 : length;
    }

    private Row freeRow() {
        Row oldest = rows[0];
        int furthest = -1;
        for (Row row : rows) {
            if (!row.used) {
                return row;
            }
            int behind = top - oldest(row);
            if (behind > furthest) {
                furthest = behind;
                oldest = row;
            }
        }
        free(oldest);
        return oldest;
    }

    private void free(Row row) {
        row.used = false;
        used--;
    }

    private int oldest(Row row) {
        for (int back = COLUMNS - 1; back > 0; back--) {
            if (row.coefficients[top - back & COLUMNS - 1] != 0) {
                return top - back;
            }
        }
        return top;
    }

    /** The number, among the newest {@value #COLUMNS}, that has this column. */
    private int numberOf(int column) {
        return top - (top - column & COLUMNS - 1);
    }
}
