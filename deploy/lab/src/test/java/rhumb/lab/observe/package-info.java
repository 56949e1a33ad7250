/**
 * The dashboards and alerts of {@code deploy/grafana} and {@code deploy/prometheus}: what
 * dashboards say in few words ({@code Boards}), what Grafana wants of that ({@code BoardJson}), and
 * whether all of it is true of a running overlay.
 */
@org.jspecify.annotations.NullMarked
package rhumb.lab.observe;
