package rhumb.bench.forward;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A socket in another network namespace. A socket stays where it was opened, so a thread enters the
 * namespace, opens it and ends; no other thread of this process leaves its own.
 */
@SuppressWarnings("restricted") // the launcher allows native access, and only root comes here
final class NamespaceSocket {
    /** Where {@code ip netns} keeps them. */
    private static final Path NAMESPACES = Path.of("/run/netns");

    private static final int CLONE_NEWNET = 0x4000_0000; // include/uapi/linux/sched.h
    private static final int READ_ONLY = 0;

    private NamespaceSocket() {}

    /**
     * Opens one.
     *
     * @param namespace its name
     * @param at where it is bound, an IPv4 address of the namespace
     */
    static DatagramChannel open(String namespace, InetSocketAddress at) throws IOException {
        return onItsOwnThread(() -> {
            enter(namespace);
            return bound(at);
        });
    }

    /** A socket of the namespace that this thread is in. */
    static DatagramChannel bound(InetSocketAddress at) throws IOException {
        DatagramChannel socket = DatagramChannel.open(StandardProtocolFamily.INET);
        try {
            return socket.bind(at);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static void enter(String namespace) throws IOException {
        int entered;
        try (Arena arena = Arena.ofConfined()) {
            MethodHandle open = call("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), 2);
            MethodHandle setns = call("setns", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
            MethodHandle close = call("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
            MemorySegment path = arena.allocateFrom(NAMESPACES.resolve(namespace).toString());
            int file = (int) open.invokeExact(path, READ_ONLY);
            entered = (int) setns.invokeExact(file, CLONE_NEWNET);
            int ignored = (int) close.invokeExact(file);
        } catch (Throwable e) {
            // The calls themselves throw nothing: what comes here is a mistake in this file.
            throw new AssertionError("native call", e);
        }
        if (entered != 0) {
            throw new IOException("network namespace " + namespace + " cannot be entered");
        }
    }

    private static MethodHandle call(String name, FunctionDescriptor shape) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), shape);
    }

    private static MethodHandle call(String name, FunctionDescriptor shape, int fixed) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name),
                shape,
                Linker.Option.firstVariadicArg(fixed));
    }

    private static DatagramChannel onItsOwnThread(Callable<DatagramChannel> work)
            throws IOException {
        FutureTask<DatagramChannel> task = new FutureTask<>(work);
        Thread.ofPlatform().name("enters-namespace").start(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
