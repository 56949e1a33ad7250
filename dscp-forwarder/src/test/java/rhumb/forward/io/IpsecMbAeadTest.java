package rhumb.forward.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rhumb.forward.crypto.Aead;
import rhumb.forward.crypto.AeadContract;

class IpsecMbAeadTest extends AeadContract {
    private final Aead aead = Aeads.Way.IPSEC_MB.open();

    @BeforeAll
    static void isThere() {
        String obstacle = Aeads.Way.IPSEC_MB.obstacle();
        Assumptions.assumeTrue(obstacle.isEmpty(), obstacle);
    }

    @Override
    protected Aead aead() {
        return aead;
    }

    @Test
    void theProcessorDecidesWhichCodeRuns() {
        Set<String> old = Set.of("sse4_2", "aes", "pclmulqdq", "avx");
        assertThat(IpsecMb.variant(old)).isEmpty();
        Set<String> usual = Set.of("aes", "pclmulqdq", "avx2", "bmi2", "avx512f");
        assertThat(IpsecMb.variant(usual)).contains("avx_gen4");
        Set<String> wide =
                Set.of(
                        "aes",
                        "pclmulqdq",
                        "avx2",
                        "bmi2",
                        "vaes",
                        "vpclmulqdq",
                        "avx512f",
                        "avx512bw",
                        "avx512dq",
                        "avx512vl");
        assertThat(IpsecMb.variant(wide)).contains("vaes_avx512");
    }
}
