/**
 * Two repair codes on the same losses: the sliding window that ships, and Reed-Solomon blocks,
 * which live only here ({@code docs/decisions/0010-sliding-window-repair.md}).
 */
@NullMarked
package rhumb.bench.repair;

import org.jspecify.annotations.NullMarked;
