package rhumb.host.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
    /** However the stream is cut into reads, the frames are those that were written. */
    @Test
    void framesAreWhatWasWrittenHoweverTheStreamIsCut() throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 200; round++) {
            List<byte[]> written = new ArrayList<>();
            ByteBuffer stream = ByteBuffer.allocate(1 << 18);
            for (int i = 0; i < 20; i++) {
                byte[] body = new byte[random.nextInt(random.nextInt(4) == 0 ? 12_000 : 300)];
                random.nextBytes(body);
                written.add(body);
                stream.putInt(body.length).put(body);
            }
            stream.flip();
            FrameReader reader = new FrameReader(into -> cut(stream, into, random));
            for (byte[] body : written) {
                assertThat(reader.body(reader.length())).isEqualTo(body);
            }
            assertThatThrownBy(reader::length).isInstanceOf(EOFException.class);
        }
    }

    private static int cut(ByteBuffer stream, ByteBuffer into, SplittableRandom random) {
        if (!stream.hasRemaining()) {
            return -1;
        }
        int most = Math.min(stream.remaining(), into.remaining());
        int count = random.nextInt(1, most + 1);
        into.put(stream.slice(stream.position(), count));
        stream.position(stream.position() + count);
        return count;
    }
}
