package rhumb.controller.replay;

import java.util.zip.CRC32C;
import rhumb.controller.event.Event;
import rhumb.net.PopId;
import rhumb.southbound.message.Message;
import rhumb.southbound.message.Role;
import rhumb.southbound.message.RuleUpdate;
import rhumb.southbound.wire.SouthboundCodec;

/** One thing that a core decided. */
public sealed interface CoreOutput {
    /**
     * A message to a PoP.
     *
     * @param kind such as {@code RULE_UPDATE}
     * @param epoch of rules, as text; empty for other messages
     * @param crc of the whole message
     */
    record Sent(String pop, String role, String kind, String epoch, int crc) implements CoreOutput {
        @Override
        public String toString() {
            return kind + (epoch.isEmpty() ? "" : " " + epoch) + " to the " + role + " of " + pop;
        }
    }

    /** An event; its time follows from the inputs. */
    record Told(String code, String text) implements CoreOutput {
        @Override
        public String toString() {
            return code + " " + text;
        }
    }

    static CoreOutput of(PopId pop, Role role, Message message) {
        CRC32C crc = new CRC32C();
        crc.update(SouthboundCodec.encode(message));
        String epoch = message instanceof RuleUpdate update ? update.epoch().toString() : "";
        return new Sent(
                pop.name(),
                role.name(),
                String.valueOf(message.kind()),
                epoch,
                (int) crc.getValue());
    }

    static CoreOutput of(Event event) {
        return new Told(event.code().name(), event.text());
    }
}
