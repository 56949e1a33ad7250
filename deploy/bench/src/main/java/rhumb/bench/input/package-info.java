/**
 * Delays between places as the public data sets have them, read from text.
 *
 * <p>Pure: text in, a {@link rhumb.bench.input.DelayMatrix} or an {@link
 * rhumb.bench.input.InputException} out, never another exception; knows no files, no paths, no
 * printing. The data themselves are not part of Rhumb.
 *
 * <p>Reading order: {@link rhumb.bench.input.DelayMatrix} is the result, {@link
 * rhumb.bench.input.MatrixFormat} the formats and how one is recognised, {@link
 * rhumb.bench.input.Source} the text with its errors; then one class per format: {@link
 * rhumb.bench.input.CsvMatrix}, {@link rhumb.bench.input.NetLatency}, {@link
 * rhumb.bench.input.WonderNetwork}, {@link rhumb.bench.input.TopologyZoo} (on {@link
 * rhumb.bench.input.Gml}), {@link rhumb.bench.input.SndLib}, {@link rhumb.bench.input.Repetita}.
 * Where a topology gives places and no delays, {@link rhumb.bench.input.Fibre} estimates them.
 */
@NullMarked
package rhumb.bench.input;

import org.jspecify.annotations.NullMarked;
