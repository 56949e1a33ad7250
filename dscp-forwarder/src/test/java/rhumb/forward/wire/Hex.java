package rhumb.forward.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Reads golden packets: hex with comments after a hash. */
final class Hex {
    private Hex() {}

    static byte[] golden(String name) {
        try (InputStream in = Hex.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no golden packet " + name);
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            String digits = text.replaceAll("#.*", "").replaceAll("\\s", "");
            return HexFormat.of().parseHex(digits);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(ByteBuffer b, int offset, int length) {
        byte[] bytes = new byte[length];
        b.get(offset, bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
