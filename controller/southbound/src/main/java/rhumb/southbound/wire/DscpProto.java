package rhumb.southbound.wire;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import rhumb.net.Dscp;
import rhumb.net.LinkId;
import rhumb.southbound.dscp.CodePointMap;
import rhumb.southbound.link.LinkView;
import rhumb.southbound.message.DscpReport;
import rhumb.southbound.message.DscpSweep;
import rhumb.southbound.message.OuterMarks;

/** What is told of code points, as generated classes and back. */
final class DscpProto {
    private static final LinkView[] VIEWS = LinkView.values();

    private DscpProto() {}

    static rhumb.southbound.v1.DscpReport report(DscpReport m) {
        var report = rhumb.southbound.v1.DscpReport.newBuilder();
        for (DscpReport.Entry entry : m.links()) {
            CodePointMap map = entry.map();
            report.addLinks(
                    rhumb.southbound.v1.DscpReport.Entry.newBuilder()
                            .setLink(entry.link().toString())
                            .setView(entry.view().ordinal() + 1)
                            .setArrivals(ByteString.copyFrom(map.arrivals()))
                            .setLostMore(map.lostMoreBits())
                            .setDelayedMore(map.delayedMoreBits())
                            .setSweep(entry.sweep())
                            .setProgress(entry.progress()));
        }
        return report.build();
    }

    static DscpReport report(rhumb.southbound.v1.DscpReport m) {
        return new DscpReport(
                m.getLinksList().stream()
                        .map(e ->
                                new DscpReport.Entry(
                                        LinkId.parse(e.getLink()),
                                        FromProto.constant(VIEWS, e.getView(), 1, "view"),
                                        CodePointMap.of(
                                                e.getArrivals().toByteArray(),
                                                e.getLostMore(),
                                                e.getDelayedMore()),
                                        e.getSweep(),
                                        e.getProgress()))
                        .toList());
    }

    static rhumb.southbound.v1.DscpSweep sweep(DscpSweep m) {
        return rhumb.southbound.v1.DscpSweep.newBuilder()
                .setNumber(m.number())
                .addAllLinks(m.links().stream().map(LinkId::toString).toList())
                .build();
    }

    static DscpSweep sweep(rhumb.southbound.v1.DscpSweep m) {
        return new DscpSweep(m.getNumber(), m.getLinksList().stream().map(LinkId::parse).toList());
    }

    static rhumb.southbound.v1.OuterMarks marks(OuterMarks m) {
        var marks = rhumb.southbound.v1.OuterMarks.newBuilder();
        for (OuterMarks.Entry entry : m.links()) {
            byte[] codePoints = new byte[entry.codePoints().size()];
            for (int i = 0; i < codePoints.length; i++) {
                codePoints[i] = (byte) entry.codePoints().get(i).codePoint();
            }
            marks.addLinks(
                    rhumb.southbound.v1.OuterMarks.Entry.newBuilder()
                            .setLink(entry.link().toString())
                            .setCodePoints(ByteString.copyFrom(codePoints)));
        }
        return marks.build();
    }

    static OuterMarks marks(rhumb.southbound.v1.OuterMarks m) {
        return new OuterMarks(
                m.getLinksList().stream()
                        .map(e ->
                                new OuterMarks.Entry(
                                        LinkId.parse(e.getLink()), dscps(e.getCodePoints())))
                        .toList());
    }

    private static List<Dscp> dscps(ByteString octets) {
        List<Dscp> dscps = new ArrayList<>(octets.size());
        for (int i = 0; i < octets.size(); i++) {
            dscps.add(new Dscp(octets.byteAt(i)));
        }
        return dscps;
    }
}
