package rhumb.controller.history;

/**
 * A part of what is kept, in a file of its own.
 *
 * @param number grows by one with each
 * @param fromUnixMs nothing in the segments before it is later than this
 */
public record Segment(long number, long fromUnixMs, long bytes) {}
