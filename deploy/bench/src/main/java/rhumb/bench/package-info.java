/**
 * {@code rhumb bench}: each subcommand measures one thing that Rhumb promises, prints a table and
 * writes the same as JSON. Virtual time where the question is how soon, real time beside a
 * reference of the same run where it is how much.
 *
 * <p>Knows the cores and drives them; nothing here runs on a PoP. Shell entirely.
 */
@NullMarked
package rhumb.bench;

import org.jspecify.annotations.NullMarked;
