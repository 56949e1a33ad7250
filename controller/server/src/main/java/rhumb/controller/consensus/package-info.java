/**
 * Which controller leads, and the log that a majority of controllers agrees on: a small Raft
 * (Ongaro and Ousterhout, "In Search of an Understandable Consensus Algorithm", 2014) with a
 * pre-vote and a leader that steps down when it no longer hears a majority (Ongaro's thesis, 9.6
 * and 6.2).
 *
 * <p>A deterministic core: time, chance, the network and the disk are passed in, so that the tests
 * run years of partitions in seconds. No compaction: the log holds what operators committed, which
 * is kept for ever anyway, and an empty entry for each leader.
 */
@NullMarked
package rhumb.controller.consensus;

import org.jspecify.annotations.NullMarked;
