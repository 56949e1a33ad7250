/**
 * What a run says at its end: the JSON report, the table for people and the verdict on each
 * expectation. Values in, text out; nothing is measured here.
 *
 * <p>Reading order: {@link rhumb.sim.report.RunReport}; {@link rhumb.sim.report.Findings} and
 * {@link rhumb.sim.report.Judge}; {@link rhumb.sim.report.ReportJson} and {@link
 * rhumb.sim.report.ReportTable}.
 */
@NullMarked
package rhumb.sim.report;

import org.jspecify.annotations.NullMarked;
