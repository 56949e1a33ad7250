package rhumb.forward.io;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * The calls of OpenSSL 3's libcrypto through the FFM API. Pointers are passed as plain addresses.
 * None of them blocks or calls back, so all are critical: a call costs no change of thread state.
 */
@SuppressWarnings("restricted") // Aeads asks whether native access is on before it comes here
final class OpenSsl {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup CRYPTO =
            SymbolLookup.libraryLookup("libcrypto.so.3", Arena.global());

    static final MethodHandle CTX_NEW = handle("EVP_CIPHER_CTX_new", "l");
    static final MethodHandle CTX_FREE = handle("EVP_CIPHER_CTX_free", "vl");
    static final MethodHandle CTX_CTRL = handle("EVP_CIPHER_CTX_ctrl", "iliil");
    static final MethodHandle AES_128_GCM = handle("EVP_aes_128_gcm", "l");
    static final MethodHandle AES_256_GCM = handle("EVP_aes_256_gcm", "l");
    static final MethodHandle INIT = handle("EVP_CipherInit_ex", "illllli");
    static final MethodHandle UPDATE = handle("EVP_CipherUpdate", "illlli");
    static final MethodHandle FINAL = handle("EVP_CipherFinal_ex", "illl");

    /** EVP_CTRL_AEAD_GET_TAG and EVP_CTRL_AEAD_SET_TAG of openssl/evp.h. */
    static final int GET_TAG = 0x10;

    static final int SET_TAG = 0x11;

    private OpenSsl() {}

    /**
     * @param shape result and parameters: v nothing, i int, l long or pointer
     */
    private static MethodHandle handle(String name, String shape) {
        MemoryLayout[] parameters = new MemoryLayout[shape.length() - 1];
        for (int i = 1; i < shape.length(); i++) {
            parameters[i - 1] = shape.charAt(i) == 'i' ? JAVA_INT : JAVA_LONG;
        }
        FunctionDescriptor descriptor =
                switch (shape.charAt(0)) {
                    case 'v' -> FunctionDescriptor.ofVoid(parameters);
                    case 'i' -> FunctionDescriptor.of(JAVA_INT, parameters);
                    default -> FunctionDescriptor.of(JAVA_LONG, parameters);
                };
        return LINKER.downcallHandle(
                CRYPTO.findOrThrow(name), descriptor, Linker.Option.critical(false));
    }
}
