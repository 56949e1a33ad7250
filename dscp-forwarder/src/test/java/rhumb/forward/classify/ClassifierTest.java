package rhumb.forward.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import rhumb.net.TrafficClass;

class ClassifierTest {
    private static TrafficClass ofFirstByte(int first) {
        ByteBuffer b = ByteBuffer.wrap(new byte[] {9, (byte) first});
        return Classifier.classify(null, -1, b, 1, 1);
    }

    @Test
    void theServiceComesFirstThenTheCodePoint() {
        ByteBuffer empty = ByteBuffer.allocate(0);
        assertThat(Classifier.classify(TrafficClass.BULK, 0xb8, empty, 0, 0))
                .isEqualTo(TrafficClass.BULK);
        assertThat(Classifier.classify(null, 0xb8, empty, 0, 0)).isEqualTo(TrafficClass.AUDIO);
        // ECN bits do not count.
        assertThat(Classifier.classify(null, 0xbb, empty, 0, 0)).isEqualTo(TrafficClass.AUDIO);
        assertThat(Classifier.classify(null, 0, empty, 0, 0)).isEqualTo(TrafficClass.DEFAULT);
    }

    @Test
    void withoutACodePointOnlyCallSetupIsRecognised() {
        assertThat(ofFirstByte(0)).isEqualTo(TrafficClass.SIGNALLING);
        assertThat(ofFirstByte(22)).isEqualTo(TrafficClass.SIGNALLING);
        assertThat(ofFirstByte(64)).isEqualTo(TrafficClass.DEFAULT);
        assertThat(ofFirstByte(128)).isEqualTo(TrafficClass.DEFAULT);
        assertThat(ofFirstByte(4)).isEqualTo(TrafficClass.DEFAULT);
        assertThat(Classifier.classify(null, -1, ByteBuffer.allocate(0), 0, 0))
                .isEqualTo(TrafficClass.DEFAULT);
    }
}
