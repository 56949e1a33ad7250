package rhumb.controller.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventLogTest {
    @Test
    void keepsTheNewestAndNumbersAll() {
        EventLog log = new EventLog(3);
        for (int i = 1; i <= 5; i++) {
            assertThat(log.add(Event.of(EventCode.LINK_UP, "" + i), i, 100 + i).seq()).isEqualTo(i);
        }
        assertThat(log.all()).extracting(Event::text).containsExactly("3", "4", "5");
        assertThat(log.after(4))
                .singleElement()
                .satisfies(e -> assertThat(e.unixNs()).isEqualTo(105));
        assertThat(log.count(EventCode.LINK_UP)).isEqualTo(5);
        assertThat(log.count(EventCode.LINK_DOWN)).isZero();
    }

    @Test
    void everyCodeTellsWhatToDo() {
        for (EventCode code : EventCode.values()) {
            assertThat(code.title()).isNotBlank();
            assertThat(code.cause()).endsWith(".");
            assertThat(code.whatToDo()).endsWith(".");
        }
    }
}
