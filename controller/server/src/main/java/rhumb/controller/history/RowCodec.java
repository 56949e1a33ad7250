package rhumb.controller.history;

import java.nio.ByteBuffer;

/**
 * The rows of one link: for each run of equal rows its length and which fields differ from the row
 * before in one number, then by how much. A quiet link costs a few bytes a minute.
 */
final class RowCodec {
    private RowCodec() {}

    static void encode(Rows rows, int link, PackedWriter out) {
        int fields = rows.fields();
        int[] before = new int[fields];
        int row = 0;
        while (row < rows.rows()) {
            int end = row + 1;
            while (end < rows.rows() && same(rows, link, row, end)) {
                end++;
            }
            int mask = 0;
            for (int field = 0; field < fields; field++) {
                mask |= rows.get(link, row, field) != before[field] ? 1 << field : 0;
            }
            out.number((long) (end - row - 1) << fields | mask);
            for (int field = 0; field < fields; field++) {
                int value = rows.get(link, row, field);
                if (value != before[field]) {
                    out.signed(value - before[field]);
                    before[field] = value;
                }
            }
            row = end;
        }
    }

    private static boolean same(Rows rows, int link, int one, int other) {
        for (int field = 0; field < rows.fields(); field++) {
            if (rows.get(link, one, field) != rows.get(link, other, field)) {
                return false;
            }
        }
        return true;
    }

    /** Reads the rows of one link. */
    static Rows decode(ByteBuffer bytes, int rows, int fields) throws RecordException {
        PackedReader in = new PackedReader(bytes);
        Rows read = new Rows(1, rows, fields);
        int[] now = new int[fields];
        int row = 0;
        while (row < rows) {
            long head = in.number();
            long run = (head >>> fields) + 1;
            if (run > rows - row) {
                throw new RecordException(RecordReject.MALFORMED);
            }
            for (int field = 0; field < fields; field++) {
                if ((head & 1L << field) != 0) {
                    long value = now[field] + in.signed();
                    if (value < 0 || value > 0xFFFF) {
                        throw new RecordException(RecordReject.MALFORMED);
                    }
                    now[field] = (int) value;
                }
            }
            for (int end = row + (int) run; row < end; row++) {
                for (int field = 0; field < fields; field++) {
                    read.set(0, row, field, now[field]);
                }
            }
        }
        in.end();
        return read;
    }
}
