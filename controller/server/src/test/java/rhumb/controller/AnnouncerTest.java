package rhumb.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import rhumb.controller.event.Event;
import rhumb.controller.event.EventCode;
import rhumb.controller.intent.Topology;

class AnnouncerTest {
    @Test
    void eachFaultOfAPlanIsToldAndCounted() {
        TestOverlay overlay = new TestOverlay(Samples.mesh(2));
        Announcer announcer = new Announcer(new Topology(overlay.intent), overlay, 10, 0);
        announcer.faults(5, List.of());
        assertThat(announcer.planFaults()).isZero();
        announcer.faults(7, List.of("a > b loops", "b > a loops"));
        announcer.faults(9, List.of("a > b loops"));
        assertThat(announcer.planFaults()).isEqualTo(3);
        assertThat(announcer.all())
                .extracting(Event::code)
                .containsExactly(EventCode.PLAN_FAULT, EventCode.PLAN_FAULT, EventCode.PLAN_FAULT);
        assertThat(announcer.all()).extracting(Event::text).contains("b > a loops");
    }
}
