/**
 * How a Rhumb process starts, ends and speaks to people: exit codes, signals, error texts, version.
 * The log goes to stderr, one line per event, at the level of the environment variable {@code
 * RHUMB_LOG} ({@code logback.xml}).
 */
@NullMarked
package rhumb.host.main;

import org.jspecify.annotations.NullMarked;
