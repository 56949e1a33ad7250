package rhumb.reference;

import rhumb.controller.io.ControllerMetric;
import rhumb.controller.lsdb.ReportReject;
import rhumb.forward.io.ForwarderMetric;
import rhumb.forward.stream.StreamReject;
import rhumb.forward.wire.DropReason;
import rhumb.host.metrics.MetricName;
import rhumb.host.tls.CertificateReject;
import rhumb.probe.io.AgentMetric;
import rhumb.probe.stamp.StampReject;

/** docs/reference/drops.md: the closed lists of reasons for which input is refused. */
final class DropsPage {
    private static final String HEAD =
            """
            # Why input is refused

            Packets, streams, probes, reports and certificates that are not used have a reason from one of these lists and are
            counted under it. (Connections that are turned away and frames between processes that are no message have few and
            plain reasons: `rhumb_controller_connections_turned_total`, `rhumb_controller_frames_rejected_total`,
            `rhumb_controller_cluster_frames_rejected_total`.) This page is made of the code (`./rhumb reference drops`), and
            a test holds it to that. A few of most reasons are no news; what to look at is for those that grow.
            """;

    private DropsPage() {}

    static String text() {
        StringBuilder text = new StringBuilder(HEAD);
        Rows packets = new Rows("reason", "the packet", "what to look at");
        for (DropReason reason : DropReason.values()) {
            packets.row(Rows.code(reason.label()), reason.description(), reason.lookAt());
        }
        section(
                text,
                "Packets at a forwarder",
                ForwarderMetric.PACKETS_DROPPED,
                "Those of queues stand in "
                        + Rows.code(ForwarderMetric.QUEUE_DROPS.metric())
                        + " by class and in "
                        + Rows.code(ForwarderMetric.TENANT_DROPS.metric())
                        + " by tenant too.",
                packets);
        Rows streams = new Rows("reason", "a", "what to look at");
        for (StreamReject reason : StreamReject.values()) {
            streams.row(Rows.code(reason.label()), reason.help(), reason.lookAt());
        }
        section(text, "FLV streams at a forwarder", ForwarderMetric.STREAM_REJECTS, "", streams);
        Rows probes = new Rows("reason", "the datagram", "what to look at");
        for (StampReject reason : StampReject.values()) {
            probes.row(Rows.code(reason.label()), reason.description(), reason.lookAt());
        }
        section(text, "Datagrams at an agent", AgentMetric.REJECTED, "", probes);
        Rows reports = new Rows("reason", "the report, or an estimate in it,", "what to look at");
        for (ReportReject reason : ReportReject.values()) {
            reports.row(Rows.code(reason.label()), reason.description(), reason.lookAt());
        }
        section(
                text,
                "Reports at a controller",
                ControllerMetric.ESTIMATES_REJECTED,
                "The first of each PoP and reason is an event, `REPORT_REJECTED`.",
                reports);
        Rows certificates = new Rows("reason", "of the certificate", "what to do");
        for (CertificateReject reason : CertificateReject.values()) {
            certificates.row(Rows.code(reason.label()), reason.cause(), reason.whatToDo());
        }
        section(
                text,
                "Certificates at a controller",
                ControllerMetric.CERTIFICATES_REJECTED,
                "",
                certificates);
        return text.toString();
    }

    private static void section(
            StringBuilder text, String title, MetricName metric, String more, Rows rows) {
        text.append("\n## ").append(title).append("\n\nCounted in ");
        text.append(Rows.code(metric.metric())).append('.');
        text.append(more.isEmpty() ? "" : " " + more).append("\n\n").append(rows);
    }
}
