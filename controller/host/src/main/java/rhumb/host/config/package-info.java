/**
 * Configuration files: YAML bound to records, every problem told with its place and what to do.
 *
 * <p>Knows no process's configuration. Reading order: {@code ConfigFile}, {@code YamlReader},
 * {@code RecordBinder}, {@code ScalarTypes}, {@code UnitSuffix}, {@code Problems}; then what is
 * made of the same records for editors and readers: {@code RecordSchema}, {@code RecordKeys}.
 */
@NullMarked
package rhumb.host.config;

import org.jspecify.annotations.NullMarked;
