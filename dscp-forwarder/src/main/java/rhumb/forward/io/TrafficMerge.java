package rhumb.forward.io;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import rhumb.southbound.message.Message;
import rhumb.southbound.message.TrafficReport;

/**
 * Puts the flows of both threads, datagrams and streams, into one report: the newest word of each.
 */
final class TrafficMerge {
    private final Consumer<Message> controller;
    private List<TrafficReport.Flow> datagrams = List.of();
    private List<TrafficReport.Flow> streams = List.of();
    private List<TrafficReport.Bypass> bypasses = List.of();
    private List<TrafficReport.Queue> queues = List.of();

    TrafficMerge(Consumer<Message> controller) {
        this.controller = controller;
    }

    synchronized void onDatagrams(TrafficReport report) {
        datagrams = report.flows();
        bypasses = report.bypasses();
        queues = report.queues();
        tell();
    }

    synchronized void onStreams(List<TrafficReport.Flow> flows) {
        boolean news = !flows.isEmpty() || !streams.isEmpty();
        streams = flows;
        if (news) {
            tell();
        }
    }

    private void tell() {
        List<TrafficReport.Flow> all = new ArrayList<>(datagrams);
        all.addAll(streams);
        all.sort(Comparator.comparingLong(TrafficReport.Flow::bytes).reversed());
        int count = Math.min(all.size(), TrafficReport.MAX_FLOWS);
        controller.accept(new TrafficReport(all.subList(0, count), bypasses, queues));
    }
}
