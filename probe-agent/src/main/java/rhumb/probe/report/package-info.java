/**
 * What of the estimates is worth a message to the controller, and when.
 *
 * <p>Knows estimates and time, not how they came about nor how messages travel.
 *
 * <p>Reading order: {@link rhumb.probe.report.ReportPolicy}, {@link
 * rhumb.probe.report.FigureChange}.
 */
@NullMarked
package rhumb.probe.report;

import org.jspecify.annotations.NullMarked;
