package rhumb.net;

import java.util.Collection;
import java.util.stream.Collectors;

/** A set of traffic classes: bit n stands for the class with code n. */
public record ClassSet(int bits) {
    public static final ClassSet NONE = new ClassSet(0);
    public static final ClassSet ALL = new ClassSet((1 << TrafficClass.COUNT) - 1);

    public ClassSet {
        if (bits < 0 || bits >= 1 << TrafficClass.COUNT) {
            throw new IllegalArgumentException(
                    "class set " + Integer.toHexString(bits) + ": expected 8 bits");
        }
    }

    public static ClassSet of(TrafficClass... classes) {
        int bits = 0;
        for (TrafficClass c : classes) {
            bits |= 1 << c.code();
        }
        return new ClassSet(bits);
    }

    public static ClassSet of(Collection<TrafficClass> classes) {
        return of(classes.toArray(TrafficClass[]::new));
    }

    public boolean contains(TrafficClass c) {
        return (bits & 1 << c.code()) != 0;
    }

    public boolean isEmpty() {
        return bits == 0;
    }

    public ClassSet plus(ClassSet other) {
        return new ClassSet(bits | other.bits);
    }

    public ClassSet minus(ClassSet other) {
        return new ClassSet(bits & ~other.bits);
    }

    @Override
    public String toString() {
        if (bits == 0) {
            return "none";
        }
        return equals(ALL)
                ? "all"
                : TrafficClass.ALL.stream()
                        .filter(this::contains)
                        .map(TrafficClass::label)
                        .collect(Collectors.joining(","));
    }
}
