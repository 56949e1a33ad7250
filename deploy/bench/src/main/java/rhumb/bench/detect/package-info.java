/**
 * How soon the agent knows, and how seldom it is wrong: two real agents and the real link counters
 * of two forwarders at the ends of a {@link rhumb.bench.detect.VirtualLink} in virtual time.
 *
 * <p>Deterministic: the same seeds give the same table, bit for bit. Knows no printing and no
 * files. Owned by one thread.
 *
 * <p>Reading order: {@link rhumb.bench.detect.Conditions} and {@link rhumb.bench.detect.Impairment}
 * say what happens to packets, {@link rhumb.bench.detect.VirtualLink} carries them, {@link
 * rhumb.bench.detect.DetectRow} is one row of runs, {@link rhumb.bench.detect.StableDays} counts
 * false alarms, {@link rhumb.bench.detect.Floor} is what theory allows.
 */
@NullMarked
package rhumb.bench.detect;

import org.jspecify.annotations.NullMarked;
