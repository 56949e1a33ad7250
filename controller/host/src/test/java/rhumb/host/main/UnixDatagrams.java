package rhumb.host.main;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/** Stands in for systemd: a bound Unix datagram socket that waits at most 10 s for a datagram. */
final class UnixDatagrams implements AutoCloseable {
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int WAIT_SECONDS = 10;

    private final Arena arena = Arena.ofShared();
    private final int fd;

    /**
     * @param name a path, or an abstract name after a NUL
     */
    UnixDatagrams(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        int length = 2 + bytes.length + (bytes[0] == 0 ? 0 : 1);
        MemorySegment address = arena.allocate(2 + 108 + 1, 8);
        address.set(JAVA_SHORT, 0, (short) AF_UNIX);
        MemorySegment.copy(bytes, 0, address, JAVA_BYTE, 2, bytes.length);
        MemorySegment wait = arena.allocate(16, 8);
        wait.set(JAVA_LONG, 0, WAIT_SECONDS);
        fd = (int) call("socket", JAVA_INT, JAVA_INT, AF_UNIX, SOCK_DGRAM, 0);
        call("setsockopt", JAVA_INT, JAVA_INT, fd, SOL_SOCKET, SO_RCVTIMEO, wait, 16);
        if ((int) call("bind", JAVA_INT, JAVA_INT, fd, address, length) != 0) {
            throw new IllegalStateException("bind " + name);
        }
    }

    /** The next datagram; "nothing" when none comes. */
    String receive() {
        return receive(0);
    }

    /** What is there now, else "nothing". */
    String poll() {
        return receive(MSG_DONTWAIT);
    }

    private String receive(int flags) {
        MemorySegment buffer = arena.allocate(256);
        long length = (long) call("recv", JAVA_LONG, JAVA_INT, fd, buffer, 256L, flags);
        return length < 0
                ? "nothing"
                : new String(buffer.asSlice(0, length).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        call("close", JAVA_INT, JAVA_INT, fd);
        arena.close();
    }

    @SuppressWarnings("restricted")
    private static Object call(
            String name, MemoryLayout result, MemoryLayout first, Object... arguments) {
        MemoryLayout[] layouts = new MemoryLayout[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            layouts[i] =
                    switch (arguments[i]) {
                        case MemorySegment segment -> ADDRESS;
                        case Long number -> JAVA_LONG;
                        default -> first;
                    };
        }
        Linker linker = Linker.nativeLinker();
        MethodHandle handle =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow(name),
                        FunctionDescriptor.of(result, layouts));
        try {
            return handle.invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new AssertionError(name, e);
        }
    }
}
