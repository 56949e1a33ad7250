package rhumb.host.main;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;

/**
 * Sends single datagrams to a Unix socket, which the JDK cannot: {@code sd_notify(3)} wants them.
 * Each message has a socket of its own, as there: one every few seconds, from any thread.
 */
@SuppressWarnings("restricted") // ServiceNotice asks whether native access is on
final class NotifySocket {
    // include/linux/socket.h, include/linux/net.h
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;

    // include/uapi/linux/un.h: struct sockaddr_un { short family; char path[108] }
    private static final int PATH = 2;
    private static final int PATH_BYTES = 108;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private final byte[] path;
    private final MethodHandle socket =
            handle("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private final MethodHandle connect =
            handle("connect", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT));
    private final MethodHandle write =
            handle("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG));
    private final MethodHandle close = handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    /**
     * @param address as in NOTIFY_SOCKET: a path, or {@code @} and an abstract name
     * @throws IOException when it is neither, or too long
     */
    NotifySocket(String address) throws IOException {
        byte[] name = address.getBytes(StandardCharsets.UTF_8);
        boolean hidden = address.startsWith("@");
        if (!hidden && !address.startsWith("/")) {
            throw new IOException("neither a path nor an abstract name: " + address);
        }
        if (name.length > (hidden ? PATH_BYTES : PATH_BYTES - 1)) {
            throw new IOException("longer than a socket's address may be: " + address);
        }
        if (hidden) {
            name[0] = 0;
            path = name; // an abstract name ends where the address ends
        } else {
            path = new byte[name.length + 1];
            System.arraycopy(name, 0, path, 0, name.length);
        }
    }

    /**
     * Sends one datagram.
     *
     * @throws IOException when the system refuses, with its error number
     */
    void send(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            MemorySegment address = arena.allocate(PATH + path.length, 8);
            address.set(JAVA_SHORT, 0, (short) AF_UNIX);
            MemorySegment.copy(path, 0, address, JAVA_BYTE, PATH, path.length);
            MemorySegment message = arena.allocate(bytes.length);
            MemorySegment.copy(bytes, 0, message, JAVA_BYTE, 0, bytes.length);
            int fd = open(state);
            try {
                int connected =
                        (int) connect.invokeExact(state, fd, address.address(), PATH + path.length);
                check(connected, state, "connect");
                check(
                        (long) write.invokeExact(state, fd, message.address(), (long) bytes.length),
                        state,
                        "write");
            } finally {
                int ignored = (int) close.invokeExact(state, fd);
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    private int open(MemorySegment state) throws IOException {
        try {
            int fd = (int) socket.invokeExact(state, AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
            check(fd, state, "socket");
            return fd;
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    private static void check(long result, MemorySegment state, String call) throws IOException {
        if (result < 0) {
            throw new IOException(call + ": errno " + (int) ERRNO.get(state, 0L));
        }
    }

    /** The calls themselves throw nothing: what comes here is a mistake in this file. */
    private static AssertionError broken(Throwable e) {
        return new AssertionError("native call", e);
    }

    private static MethodHandle handle(String name, FunctionDescriptor shape) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                shape,
                Linker.Option.captureCallState("errno"));
    }
}
