/** What benches have in common that run Rhumb's processes, kill them and ask them. */
@NullMarked
package rhumb.bench.process;

import org.jspecify.annotations.NullMarked;
