package rhumb.host.tun;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The C library's file and control calls through the FFM API, pointers as plain addresses. A failed
 * call gives {@code -errno}. One object per thread, because it holds the place where errno is
 * caught.
 */
@SuppressWarnings("restricted") // TunDevice asks whether native access is on before it comes here
final class SystemCalls {
    // include/uapi/asm-generic/errno-base.h
    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int EAGAIN = 11;
    static final int EACCES = 13;
    static final int EBUSY = 16;
    static final int EEXIST = 17;
    static final int EINVAL = 22;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    // The last argument of open and all but two of ioctl are variadic in C.
    private static final MethodHandle OPEN = handle("open", "ili", 2);
    private static final MethodHandle IOCTL = handle("ioctl", "iill", 2);
    private static final MethodHandle SOCKET = handle("socket", "iiii", 3);
    private static final MethodHandle READ = handle("read", "lill", 3);
    private static final MethodHandle WRITE = handle("write", "lill", 3);
    private static final MethodHandle CLOSE = handle("close", "ii", 1);
    private static final MethodHandle IF_NAMETOINDEX = handle("if_nametoindex", "il", 1);

    private final MemorySegment state;

    SystemCalls(Arena arena) {
        state = arena.allocate(STATE);
    }

    int open(long path, int flags) {
        try {
            return check((int) OPEN.invokeExact(state, path, flags));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    int ioctl(int fd, long request, long argument) {
        try {
            return check((int) IOCTL.invokeExact(state, fd, request, argument));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    int socket(int family, int type, int protocol) {
        try {
            return check((int) SOCKET.invokeExact(state, family, type, protocol));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    int read(int fd, long buffer, long length) {
        try {
            return check((int) (long) READ.invokeExact(state, fd, buffer, length));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    int write(int fd, long buffer, long length) {
        try {
            return check((int) (long) WRITE.invokeExact(state, fd, buffer, length));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    void close(int fd) {
        try {
            int ignored = (int) CLOSE.invokeExact(state, fd);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** 0 when there is no interface of this name. */
    int interfaceIndex(long name) {
        try {
            return (int) IF_NAMETOINDEX.invokeExact(state, name);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    private int check(int result) {
        return result >= 0 ? result : -(int) ERRNO.get(state, 0L);
    }

    /** The calls themselves throw nothing: what comes here is a mistake in this file. */
    private static AssertionError broken(Throwable e) {
        return new AssertionError("native call", e);
    }

    /** {@code shape} holds the result first: i for int, l for long and pointers. */
    private static MethodHandle handle(String name, String shape, int fixed) {
        MemoryLayout[] arguments =
                shape.substring(1)
                        .chars()
                        .mapToObj(c -> c == 'i' ? JAVA_INT : JAVA_LONG)
                        .toArray(MemoryLayout[]::new);
        Linker.Option errno = Linker.Option.captureCallState("errno");
        Linker.Option[] options =
                fixed < arguments.length
                        ? new Linker.Option[] {errno, Linker.Option.firstVariadicArg(fixed)}
                        : new Linker.Option[] {errno};
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(shape.charAt(0) == 'i' ? JAVA_INT : JAVA_LONG, arguments),
                options);
    }
}
