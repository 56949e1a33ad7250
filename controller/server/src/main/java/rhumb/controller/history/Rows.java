package rhumb.controller.history;

import java.util.Arrays;

/** Rows of small numbers for each link, all of the same times: 0 to 65535 each, two bytes. */
final class Rows {
    private final short[] values;
    private final int rows;
    private final int fields;

    Rows(int links, int rows, int fields) {
        this.rows = rows;
        this.fields = fields;
        this.values = new short[links * rows * fields];
    }

    int rows() {
        return rows;
    }

    int fields() {
        return fields;
    }

    int get(int link, int row, int field) {
        return values[at(link, row) + field] & 0xFFFF;
    }

    void set(int link, int row, int field, int value) {
        values[at(link, row) + field] = (short) value;
    }

    void copyRow(int link, int from, int to) {
        System.arraycopy(values, at(link, from), values, at(link, to), fields);
    }

    void clear() {
        Arrays.fill(values, (short) 0);
    }

    long bytes() {
        return 2L * values.length;
    }

    private int at(int link, int row) {
        return (link * rows + row) * fields;
    }
}
