package rhumb.controller.replay;

import rhumb.controller.event.Event;
import rhumb.net.PopId;
import rhumb.southbound.message.Message;
import rhumb.southbound.message.Role;

/** Sees all that a core is given and decides, in order; called on its thread. */
public interface Tap {
    /** Looks away. */
    Tap NONE =
            new Tap() {
                @Override
                public void given(CoreInput input) {}

                @Override
                public void sent(PopId pop, Role role, Message message) {}

                @Override
                public void told(Event event) {}
            };

    /** Before the core has it. */
    void given(CoreInput input);

    void sent(PopId pop, Role role, Message message);

    void told(Event event);
}
