/**
 * What is known of every link: reports in, immutable numbered snapshots out.
 *
 * <p>Knows no path, no rule and no session beyond "this agent is connected". Both ends of a link
 * report it; {@link rhumb.controller.lsdb.TwoEnds} says which of them is believed. Unknown is a
 * status of its own and never good news.
 *
 * <p>Reading order: {@link rhumb.controller.lsdb.ReportReject}, {@link
 * rhumb.controller.lsdb.ReportCheck}, {@link rhumb.controller.lsdb.TwoEnds}, {@link
 * rhumb.controller.lsdb.Disputes}, {@link rhumb.controller.lsdb.Trouble}, {@link
 * rhumb.controller.lsdb.LinkState}, {@link rhumb.controller.lsdb.Snapshot}, {@link
 * rhumb.controller.lsdb.LinkStateDatabase}.
 */
@NullMarked
package rhumb.controller.lsdb;

import org.jspecify.annotations.NullMarked;
