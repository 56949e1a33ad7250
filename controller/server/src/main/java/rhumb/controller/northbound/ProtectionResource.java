package rhumb.controller.northbound;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import rhumb.controller.ControllerView;
import rhumb.net.Protection;
import rhumb.net.TrafficClass;

/** How packets of each class are protected, as the intent has it. */
final class ProtectionResource {
    private ProtectionResource() {}

    static ObjectNode protection(ControllerView view) {
        ObjectNode answer = NorthboundApi.object();
        ArrayNode rows = answer.putArray("protection");
        List<Protection> all = view.intent().policy().protections();
        for (TrafficClass c : TrafficClass.ALL) {
            row(rows.addObject().put("class", c.label()), c, all.get(c.code()));
        }
        return answer;
    }

    private static void row(ObjectNode row, TrafficClass c, Protection p) {
        row.put("retransmit", p.retransmit()).put("repair", p.repair());
        if (p.onLinks()) {
            row.put("overheadPpm", p.maxOverheadPpm())
                    .put("lossyOverheadPpm", p.lossyOverheadPpm());
            NorthboundApi.putMs(row, "recoveryMs", p.recoveryNs());
        } else {
            row.putNull("overheadPpm").putNull("lossyOverheadPpm").putNull("recoveryMs");
        }
        row.put("copies", p.copies().name().toLowerCase(Locale.ROOT));
        row.put("asUsual", p.equals(Protection.standard(c)));
    }

    /** In words, as a rule of a forwarder. */
    static String text(Protection p) {
        StringBuilder text = new StringBuilder();
        text.append(p.retransmit() ? "asked for again" : "not asked for again");
        text.append(p.repair() ? ", repair packets" : ", no repair packets");
        if (p.onLinks()) {
            text.append(", up to ").append(percent(p.maxOverheadPpm()));
            if (p.lossyOverheadPpm() > p.maxOverheadPpm()) {
                text.append(" (").append(percent(p.lossyOverheadPpm())).append(" on lossy links)");
            }
            text.append(" within ").append(p.recoveryNs() / 1_000_000).append(" ms");
        }
        return switch (p.copies()) {
            case NEVER -> text.toString();
            case LOSSY -> text.append(", copies while the path is lossy").toString();
            case ALWAYS -> text.append(", copies always").toString();
        };
    }

    private static String percent(long ppm) {
        return BigDecimal.valueOf(ppm, 4).stripTrailingZeros().toPlainString() + " %";
    }
}
