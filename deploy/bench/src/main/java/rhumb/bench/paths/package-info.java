/**
 * {@code rhumb bench paths}: what all-pairs paths and their backups cost, and what relays gain.
 *
 * <p>Reading order: {@link rhumb.bench.paths.Mesh} is what paths are sought in, real or made up by
 * {@link rhumb.bench.paths.SyntheticWan}; {@link rhumb.bench.paths.ClassCosts} makes costs of it;
 * {@link rhumb.bench.paths.Engine} is the only class that calls path-compute; {@link
 * rhumb.bench.paths.Work} lists what is timed, {@link rhumb.bench.paths.PathsCase} does it, {@link
 * rhumb.bench.paths.PathsJmh} under JMH; {@link rhumb.bench.paths.NaiveAllPairs} is the answer that
 * every answer is compared with; {@link rhumb.bench.paths.Measurement} makes a {@link
 * rhumb.bench.paths.PathsRow} of it; {@link rhumb.bench.paths.MatrixStudy} says what relays are
 * worth in a measured matrix ({@link rhumb.bench.paths.RelayGains}, {@link
 * rhumb.bench.paths.Asymmetry}); {@link rhumb.bench.paths.PathsReport} writes all that as JSON.
 */
@NullMarked
package rhumb.bench.paths;

import org.jspecify.annotations.NullMarked;
