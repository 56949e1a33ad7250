/**
 * What a package of Rhumb has beside its jars, made from what the processes know of themselves:
 * manual pages and completion from their commands, samples of configuration from their own. Runs
 * when a package is built ({@code deploy/package/stage}), never where it is installed.
 */
@NullMarked
package rhumb.pack;

import org.jspecify.annotations.NullMarked;
