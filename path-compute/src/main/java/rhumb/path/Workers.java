package rhumb.path;

import java.util.function.IntConsumer;

/**
 * Who does independent pieces of work. Answers do not depend on it: no piece reads what another
 * writes, and each has its own place for its result.
 */
public interface Workers {
    /** One after the other, in the caller's thread. */
    Workers INLINE =
            new Workers() {
                @Override
                public int parallelism() {
                    return 1;
                }

                @Override
                public void run(int pieces, IntConsumer work) {
                    for (int piece = 0; piece < pieces; piece++) {
                        work.accept(piece);
                    }
                }
            };

    /** How many pieces may be under way at once. */
    int parallelism();

    /** Does the pieces 0 to {@code pieces - 1}, in any order, and returns when all are done. */
    void run(int pieces, IntConsumer work);
}
