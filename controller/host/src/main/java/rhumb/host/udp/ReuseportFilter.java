package rhumb.host.udp;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The program by which the kernel chooses one of the sockets at one address (classic BPF, see
 * {@code Documentation/networking/filter.rst}): sender's port plus the last byte of its address,
 * modulo their number. Behind IP options the port is misread, which spreads otherwise and no worse.
 */
final class ReuseportFilter {
    // include/uapi/linux/bpf_common.h, filter.h
    private static final short LOAD_BYTE = 0x30; // BPF_LD | BPF_B | BPF_ABS
    private static final short LOAD_HALF = 0x28; // BPF_LD | BPF_H | BPF_ABS
    private static final short TO_X = 0x07; // BPF_MISC | BPF_TAX
    private static final short ADD_X = 0x0c; // BPF_ALU | BPF_ADD | BPF_X
    private static final short MODULO = (short) 0x94; // BPF_ALU | BPF_MOD | BPF_K
    private static final short RETURN_A = 0x16; // BPF_RET | BPF_A

    /** Offsets count from the IP header and not from the payload. */
    private static final int SKF_NET_OFF = -0x100000;

    private static final int SOURCE_ENDS_V4 = 15;
    private static final int SOURCE_ENDS_V6 = 23;
    private static final int PORT_V4 = 20;
    private static final int PORT_V6 = 40;

    private static final int STEPS = 6;
    private static final int STEP_BYTES = 8;
    private static final int PROGRAM_BYTES = 16;

    private ReuseportFilter() {}

    /** A {@code struct sock_fprog}, valid as long as the arena. */
    static MemorySegment bySender(Arena arena, boolean ipv4, int count) {
        MemorySegment steps = arena.allocate(STEPS * STEP_BYTES, 8);
        step(steps, 0, LOAD_BYTE, SKF_NET_OFF + (ipv4 ? SOURCE_ENDS_V4 : SOURCE_ENDS_V6));
        step(steps, 1, TO_X, 0);
        step(steps, 2, LOAD_HALF, SKF_NET_OFF + (ipv4 ? PORT_V4 : PORT_V6));
        step(steps, 3, ADD_X, 0);
        step(steps, 4, MODULO, count);
        step(steps, 5, RETURN_A, 0);
        MemorySegment program = arena.allocate(PROGRAM_BYTES, 8);
        program.set(JAVA_SHORT, 0, (short) STEPS);
        program.set(JAVA_LONG, 8, steps.address());
        return program;
    }

    /** A {@code struct sock_filter}: code, two jumps, operand. */
    private static void step(MemorySegment steps, int index, short code, int operand) {
        long at = (long) index * STEP_BYTES;
        steps.set(JAVA_SHORT, at, code);
        steps.set(JAVA_BYTE, at + 2, (byte) 0);
        steps.set(JAVA_BYTE, at + 3, (byte) 0);
        steps.set(JAVA_INT, at + 4, operand);
    }
}
