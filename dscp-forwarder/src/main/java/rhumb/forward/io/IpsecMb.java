package rhumb.forward.io;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The calls of Intel's Multi-Buffer Crypto for IPsec (1.3 to 2.0) for AES-GCM, through the FFM API:
 * one call a packet, written for each generation of processors. None of them blocks or calls back,
 * so all are critical: a call costs no change of thread state.
 *
 * @param variant the generation, such as vaes_avx512
 */
@SuppressWarnings("restricted") // Aeads asks whether native access is on before it comes here
record IpsecMb(String variant, Cipher aes128, Cipher aes256) {
    private static final List<String> LIBRARIES = List.of("libIPSec_MB.so.2", "libIPSec_MB.so.1");
    private static final Set<String> AVX2 = Set.of("aes", "pclmulqdq", "avx2", "bmi2");
    private static final Set<String> AVX512 =
            Set.of("vaes", "vpclmulqdq", "avx512f", "avx512bw", "avx512dq", "avx512vl", "bmi2");

    /**
     * @param prepare (key, where it is kept expanded)
     * @param seal (expanded key, working memory, out, in, length, nonce, clear, its length, tag,
     *     its length)
     * @param open the same; writes the tag that there should be
     */
    record Cipher(MethodHandle prepare, MethodHandle seal, MethodHandle open) {}

    /**
     * @throws IllegalArgumentException when the library or the processor does not do it, with what
     *     to install
     */
    static IpsecMb load() {
        String variant =
                variant(processor())
                        .orElseThrow(
                                () -> new IllegalArgumentException("no AVX2 and AES instructions"));
        SymbolLookup library =
                LIBRARIES.stream()
                        .flatMap(name -> library(name).stream())
                        .filter(found -> found.find("aes_gcm_enc_128_" + variant).isPresent())
                        .findFirst()
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "none of "
                                                + LIBRARIES
                                                + "; Debian: apt-get install libipsec-mb1"));
        return new IpsecMb(variant, cipher(library, 128, variant), cipher(library, 256, variant));
    }

    /** Which code of the library a processor with such features runs best; empty for none. */
    static Optional<String> variant(Set<String> features) {
        return !features.containsAll(AVX2)
                ? Optional.empty()
                : Optional.of(features.containsAll(AVX512) ? "vaes_avx512" : "avx_gen4");
    }

    private static Set<String> processor() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .map(line -> Set.copyOf(Arrays.asList(line.split("\\s+"))))
                    .orElse(Set.of());
        } catch (IOException e) {
            return Set.of();
        }
    }

    private static Optional<SymbolLookup> library(String name) {
        try {
            return Optional.of(SymbolLookup.libraryLookup(name, Arena.global()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Cipher cipher(SymbolLookup library, int bits, String variant) {
        String end = "_" + bits + "_" + variant;
        return new Cipher(
                handle(library, "aes_gcm_pre" + end, 2),
                handle(library, "aes_gcm_enc" + end, 10),
                handle(library, "aes_gcm_dec" + end, 10));
    }

    /** Pointers and lengths alike are 64 bits, passed as plain numbers. */
    private static MethodHandle handle(SymbolLookup library, String name, int parameters) {
        MemoryLayout[] shape = new MemoryLayout[parameters];
        Arrays.fill(shape, JAVA_LONG);
        return Linker.nativeLinker()
                .downcallHandle(
                        library.findOrThrow(name),
                        FunctionDescriptor.ofVoid(shape),
                        Linker.Option.critical(false));
    }
}
