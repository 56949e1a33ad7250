package rhumb.forward.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rhumb.forward.pipeline.PacketCounters;
import rhumb.forward.wire.DropReason;
import rhumb.net.Epoch;
import rhumb.southbound.message.RuleAck;

class FlightEventsTest {
    @TempDir Path folder;

    @Test
    void whoRecordsSeesRulesDropsAndBatches() throws IOException {
        Path file = folder.resolve("forwarder.jfr");
        try (Recording recording = new Recording()) {
            for (String name : List.of("RuleInstall", "PathSwitch", "Drops", "Batch")) {
                recording.enable("rhumb." + name);
            }
            recording.start();
            FlightEvents events = new FlightEvents();
            events.onRules(new RuleAck(new Epoch(3, 1), new Epoch(2, 1), "older-epoch", List.of()));
            PacketCounters counters = new PacketCounters();
            counters.drop(DropReason.QUEUE_FULL);
            counters.drop(DropReason.QUEUE_FULL);
            events.onClock(counters);
            events.onClock(counters);
            events.onDatagram();
            events.onTurn();
            events.onTurn();
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> seen =
                RecordingFile.readAllEvents(file).stream()
                        .filter(e -> e.getEventType().getName().startsWith("rhumb."))
                        .toList();
        assertThat(seen)
                .extracting(e -> e.getEventType().getName())
                .containsExactlyInAnyOrder("rhumb.RuleInstall", "rhumb.Drops", "rhumb.Batch");
        for (RecordedEvent event : seen) {
            switch (event.getEventType().getName()) {
                case "rhumb.RuleInstall" -> {
                    assertThat(event.getLong("epoch")).isEqualTo(2);
                    assertThat(event.getString("reason")).isEqualTo("older-epoch");
                }
                case "rhumb.Drops" -> {
                    assertThat(event.getString("reason")).isEqualTo("queue_full");
                    assertThat(event.getLong("packets")).isEqualTo(2);
                }
                default -> assertThat(event.getInt("datagrams")).isEqualTo(1);
            }
        }
    }
}
