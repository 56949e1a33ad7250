package rhumb.host.udp;

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
import org.jspecify.annotations.Nullable;

/**
 * The C library's socket calls through the FFM API. Pointers are passed as plain addresses, which
 * both ABIs allow and which costs no segment object per call. A failed call gives {@code -errno},
 * as the kernel itself does.
 *
 * <p>One object per thread, because it holds the place where errno is caught.
 */
@SuppressWarnings("restricted") // DatagramIos asks whether native access is on before it comes here
final class Libc {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle SOCKET = ints("socket", 3);
    private static final MethodHandle BIND = handle("bind", "iili");
    private static final MethodHandle SETSOCKOPT = handle("setsockopt", "iiiili");
    private static final MethodHandle GETSOCKOPT = handle("getsockopt", "iiiill");
    private static final MethodHandle GETSOCKNAME = handle("getsockname", "iill");
    private static final MethodHandle RECVMMSG = handle("recvmmsg", "iiliil");
    private static final MethodHandle SENDMMSG = handle("sendmmsg", "iilii");
    private static final MethodHandle EPOLL_CREATE1 = ints("epoll_create1", 1);
    private static final MethodHandle EPOLL_CTL = handle("epoll_ctl", "iiiil");
    private static final MethodHandle EPOLL_WAIT = handle("epoll_wait", "iilii");
    private static final MethodHandle EVENTFD = ints("eventfd", 2);
    private static final MethodHandle READ = handle("read", "lill");
    private static final MethodHandle WRITE = handle("write", "lill");
    private static final MethodHandle CLOSE = ints("close", 1);
    private static final MethodHandle MMAP = handle("mmap", "llliiil");
    private static final MethodHandle MUNMAP = handle("munmap", "ill");
    private static final MethodHandle MADVISE = handle("madvise", "illi");

    /** Since glibc 2.35; null before. */
    private static final @Nullable MethodHandle EPOLL_PWAIT2 =
            LINKER.defaultLookup().find("epoll_pwait2").isPresent()
                    ? handle("epoll_pwait2", "iilill")
                    : null;

    private final MemorySegment state;

    Libc(Arena arena) {
        state = arena.allocate(STATE);
    }

    int socket(int family, int type, int protocol) {
        try {
            return check((int) SOCKET.invokeExact(state, family, type, protocol));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    int bind(int fd, long address, int length) {
        try {
            return check((int) BIND.invokeExact(state, fd, address, length));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    int setsockopt(int fd, int level, int name, long value, int length) {
        try {
            return check((int) SETSOCKOPT.invokeExact(state, fd, level, name, value, length));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    int getsockopt(int fd, int level, int name, long value, long length) {
        try {
            return check((int) GETSOCKOPT.invokeExact(state, fd, level, name, value, length));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    int getsockname(int fd, long address, long length) {
        try {
            return check((int) GETSOCKNAME.invokeExact(state, fd, address, length));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    int recvmmsg(int fd, long headers, int count, int flags) {
        try {
            return check((int) RECVMMSG.invokeExact(state, fd, headers, count, flags, 0L));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    int sendmmsg(int fd, long headers, int count, int flags) {
        try {
            return check((int) SENDMMSG.invokeExact(state, fd, headers, count, flags));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    int epollCreate(int flags) {
        try {
            return check((int) EPOLL_CREATE1.invokeExact(state, flags));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    int epollCtl(int epoll, int operation, int fd, long event) {
        try {
            return check((int) EPOLL_CTL.invokeExact(state, epoll, operation, fd, event));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    int epollWait(int epoll, long events, int count, int timeoutMs) {
        try {
            return check((int) EPOLL_WAIT.invokeExact(state, epoll, events, count, timeoutMs));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** {@code -ENOSYS} too when the C library has no such call. */
    int epollPwait2(int epoll, long events, int count, long timespec) {
        if (EPOLL_PWAIT2 == null) {
            return -LinuxAbi.ENOSYS;
        }
        try {
            return check((int) EPOLL_PWAIT2.invokeExact(state, epoll, events, count, timespec, 0L));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    int eventfd(int initial, int flags) {
        try {
            return check((int) EVENTFD.invokeExact(state, initial, flags));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    long read(int fd, long buffer, long length) {
        try {
            return check((long) READ.invokeExact(state, fd, buffer, length));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    long write(int fd, long buffer, long length) {
        try {
            return check((long) WRITE.invokeExact(state, fd, buffer, length));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /**
     * Memory that costs nothing where nobody writes; {@link Arena#allocate} would write zeros.
     *
     * @param arena it is given back with this
     */
    MemorySegment pages(Arena arena, long bytes) {
        int access = LinuxAbi.PROT_READ | LinuxAbi.PROT_WRITE;
        int flags = LinuxAbi.MAP_PRIVATE | LinuxAbi.MAP_ANONYMOUS;
        long address;
        try {
            address = check((long) MMAP.invokeExact(state, 0L, bytes, access, flags, -1, 0L));
            if (address >= 0) {
                // A huge page is resident whole; kernels without them refuse, which is as good.
                int _ = (int) MADVISE.invokeExact(state, address, bytes, LinuxAbi.MADV_NOHUGEPAGE);
            }
        } catch (Throwable e) {
            throw broken(e);
        }
        if (address < 0) {
            throw new OutOfMemoryError(
                    "mmap of " + bytes + " bytes: " + LinuxAbi.text((int) -address));
        }
        return MemorySegment.ofAddress(address).reinterpret(bytes, arena, Libc::unmap);
    }

    private static void unmap(MemorySegment pages) {
        try (Arena scratch = Arena.ofConfined()) {
            int _ =
                    (int)
                            MUNMAP.invokeExact(
                                    scratch.allocate(STATE), pages.address(), pages.byteSize());
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    int close(int fd) {
        try {
            return check((int) CLOSE.invokeExact(state, fd));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    private int check(int result) {
        return result >= 0 ? result : -(int) ERRNO.get(state, 0L);
    }

    private long check(long result) {
        return result >= 0 ? result : -(int) ERRNO.get(state, 0L);
    }

    /** The calls themselves throw nothing: what comes here is a mistake in this file. */
    private static AssertionError broken(Throwable e) {
        return new AssertionError("native call", e);
    }

    private static MethodHandle ints(String name, int arguments) {
        return handle(name, "i" + "i".repeat(arguments));
    }

    /** {@code shape} holds the result first: i for int, l for long and pointers. */
    private static MethodHandle handle(String name, String shape) {
        MemoryLayout[] arguments =
                shape.substring(1)
                        .chars()
                        .mapToObj(c -> c == 'i' ? JAVA_INT : JAVA_LONG)
                        .toArray(MemoryLayout[]::new);
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(shape.charAt(0) == 'i' ? JAVA_INT : JAVA_LONG, arguments),
                Linker.Option.captureCallState("errno"));
    }
}
