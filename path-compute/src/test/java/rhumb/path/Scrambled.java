package rhumb.path;

import java.util.function.IntConsumer;

/** Workers that do the pieces in another order than their numbers', as threads would. */
record Scrambled(int parallelism) implements Workers {
    static Workers of(int parallelism) {
        return new Scrambled(parallelism);
    }

    @Override
    public void run(int pieces, IntConsumer work) {
        for (int i = pieces - 1; i >= 0; i -= 2) {
            work.accept(i);
        }
        for (int i = pieces - 2; i >= 0; i -= 2) {
            work.accept(i);
        }
    }
}
