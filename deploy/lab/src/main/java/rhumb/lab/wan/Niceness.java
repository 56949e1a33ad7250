package rhumb.lab.wan;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;

/**
 * The scheduling priority of the thread that asks, and of all that it starts from then on, by
 * setpriority(2). To be nicer than before needs no privilege.
 */
public final class Niceness {
    private static final int PRIO_PROCESS = 0;
    private static final int THIS_THREAD = 0;

    private Niceness() {}

    /**
     * @param nice 0 is usual, 19 the least
     * @return whether the system did it; without it things work, but a busy machine shows more
     */
    @SuppressWarnings("restricted") // the launcher allows native access; without it this is caught
    public static boolean set(int nice) {
        try {
            Linker linker = Linker.nativeLinker();
            MemorySegment address = linker.defaultLookup().find("setpriority").orElseThrow();
            FunctionDescriptor type = FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
            return (int)
                            linker.downcallHandle(address, type)
                                    .invokeExact(PRIO_PROCESS, THIS_THREAD, nice)
                    == 0;
        } catch (Throwable e) {
            return false;
        }
    }
}
