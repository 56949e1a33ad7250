/**
 * What the kernel's receive times are worth: {@link rhumb.bench.timestamps.EchoLoop} answers,
 * {@link rhumb.bench.timestamps.AskLoop} asks and measures twice, {@link
 * rhumb.bench.timestamps.Load} keeps the machine and the collector busy, {@link
 * rhumb.bench.timestamps.Quantiles} are the figures.
 */
@NullMarked
package rhumb.bench.timestamps;

import org.jspecify.annotations.NullMarked;
