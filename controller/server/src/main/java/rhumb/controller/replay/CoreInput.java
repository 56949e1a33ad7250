package rhumb.controller.replay;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rhumb.controller.ControllerCore;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.RuleIntent;
import rhumb.controller.lsdb.LinkStateShare;
import rhumb.controller.northbound.NorthboundActions;
import rhumb.net.PopId;
import rhumb.southbound.message.Hello;
import rhumb.southbound.message.Message;
import rhumb.southbound.message.Role;

/** One thing that a core is given; all that it does follows from these. */
public sealed interface CoreInput {
    long nowNs();

    /**
     * Gives it to a core.
     *
     * @return what a greeting is answered; null for anything else
     */
    @Nullable Message applyTo(ControllerCore core);

    /** One that is answered. */
    sealed interface Asking extends CoreInput {
        @Override
        Message applyTo(ControllerCore core);
    }

    /** A core begins; see {@link CoreDoor}. */
    record Begun(long nowNs, long unixNs, Intent intent) implements CoreInput {
        @Override
        public @Nullable Message applyTo(ControllerCore core) {
            throw new IllegalStateException("a core that stands does not begin");
        }
    }

    record Clock(long nowNs, long unixNs) implements CoreInput {
        @Override
        public @Nullable Message applyTo(ControllerCore core) {
            core.onClock(nowNs, unixNs);
            return null;
        }
    }

    record Deadline(long nowNs) implements CoreInput {
        @Override
        public @Nullable Message applyTo(ControllerCore core) {
            core.onDeadline(nowNs);
            return null;
        }
    }

    record Greeting(long nowNs, Hello hello) implements Asking {
        @Override
        public Message applyTo(ControllerCore core) {
            return core.onHello(nowNs, hello);
        }
    }

    /** A greeting as another PoP than was proved. */
    record Foreign(long nowNs, Hello hello, String proved) implements Asking {
        @Override
        public Message applyTo(ControllerCore core) {
            return core.onForeignHello(nowNs, hello, proved);
        }
    }

    record Said(long nowNs, PopId pop, Role role, Message message) implements CoreInput {
        @Override
        public @Nullable Message applyTo(ControllerCore core) {
            core.onMessage(nowNs, pop, role, message);
            return null;
        }
    }

    record Lost(long nowNs, PopId pop, Role role, String reason) implements CoreInput {
        @Override
        public @Nullable Message applyTo(ControllerCore core) {
            core.onPeerLost(nowNs, pop, role, reason);
            return null;
        }
    }

    /** Rules of applications. */
    record Added(long nowNs, List<RuleIntent> rules) implements CoreInput {
        public Added {
            rules = List.copyOf(rules);
        }

        @Override
        public @Nullable Message applyTo(ControllerCore core) {
            core.onAddedRules(nowNs, rules);
            return null;
        }
    }

    /** An intent with other rules. */
    record Ruled(long nowNs, Intent intent) implements CoreInput {
        @Override
        public @Nullable Message applyTo(ControllerCore core) {
            core.onRules(nowNs, intent);
            return null;
        }
    }

    record Committed(long nowNs, String who, String text) implements CoreInput {
        @Override
        public @Nullable Message applyTo(ControllerCore core) {
            core.onCommitted(nowNs, who, text);
            return null;
        }
    }

    record Term(long nowNs, long term) implements CoreInput {
        @Override
        public @Nullable Message applyTo(ControllerCore core) {
            core.onTerm(term);
            return null;
        }
    }

    /** What an earlier leader shared. */
    record Inherited(long nowNs, List<LinkStateShare.Arrived> shared) implements CoreInput {
        public Inherited {
            shared = List.copyOf(shared);
        }

        @Override
        public @Nullable Message applyTo(ControllerCore core) {
            core.onInherited(nowNs, shared);
            return null;
        }
    }

    record Leads(long nowNs, long term) implements CoreInput {
        @Override
        public @Nullable Message applyTo(ControllerCore core) {
            core.onLeads(nowNs, term);
            return null;
        }
    }

    /** An operator has something done; what is answered is not of interest here. */
    record Asked(long nowNs, String action, Map<String, String> query) implements CoreInput {
        public Asked {
            query = Map.copyOf(query);
        }

        @Override
        public @Nullable Message applyTo(ControllerCore core) {
            NorthboundActions.act(core, nowNs, action, query);
            return null;
        }
    }
}
