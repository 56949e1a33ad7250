package rhumb.sim.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import rhumb.controller.ControllerCore;
import rhumb.controller.ControllerOptions;
import rhumb.controller.ControllerView;
import rhumb.controller.event.Event;
import rhumb.controller.intent.Intent;
import rhumb.net.PopId;
import rhumb.path.Workers;
import rhumb.southbound.message.Hello;
import rhumb.southbound.message.Message;
import rhumb.southbound.message.Role;
import rhumb.southbound.message.Welcome;
import rhumb.southbound.session.PeerSession;
import rhumb.southbound.session.SessionTiming;
import rhumb.southbound.wire.SouthboundCodec;

/** The controller, which can die and come back with nothing but its intent. */
final class VirtualControl implements ControllerCore.Sink {
    private final EventQueue queue;
    private final Intent intent;
    private final Consumer<Event> onEvent;
    private final Map<String, Peer> greeted = new LinkedHashMap<>();
    private final List<Peer> open = new ArrayList<>();
    private @Nullable ControllerCore core;
    private EventQueue.@Nullable Timer timer;

    VirtualControl(EventQueue queue, Intent intent, Consumer<Event> onEvent) {
        this.queue = queue;
        this.intent = intent;
        this.onEvent = onEvent;
    }

    void start() {
        ControllerCore fresh =
                new ControllerCore(
                        intent,
                        ControllerOptions.STANDARD,
                        this,
                        Workers.INLINE,
                        queue.nowNs(),
                        queue.unixNs());
        core = fresh;
        timer = queue.timer(fresh::nextDeadlineNs, () -> fresh.onDeadline(queue.nowNs()));
        timer.arm();
    }

    void kill() {
        if (timer != null) {
            timer.stop();
        }
        core = null;
        for (Peer peer : List.copyOf(open)) {
            peer.breakOff("controller died");
        }
        greeted.clear();
    }

    /** What the controller knows; null while it is dead. */
    @Nullable ControllerView view() {
        return core == null ? null : core.view();
    }

    /** A process opened a stream; null when nobody listens. */
    @Nullable Peer accept(VirtualSession from, PopId pop) {
        if (core == null) {
            return null;
        }
        Peer peer = new Peer(from);
        open.add(peer);
        return peer;
    }

    @Override
    public void send(PopId pop, Role role, Message message) {
        Peer peer = greeted.get(pop + "/" + role);
        if (peer != null) {
            peer.session.offer(message);
        }
    }

    @Override
    public void event(Event event) {
        onEvent.accept(event);
    }

    private void arm() {
        if (timer != null) {
            timer.arm();
        }
    }

    /** The controller's end of one session. */
    final class Peer implements PeerSession.Sink {
        private final VirtualSession far;
        private final PeerSession session;
        private final EventQueue.Timer alarm;
        private @Nullable Hello who;
        private boolean over;

        Peer(VirtualSession far) {
            this.far = far;
            this.session = new PeerSession(SessionTiming.STANDARD, this, queue.nowNs());
            this.alarm =
                    queue.timer(
                            session::nextDeadlineNs,
                            () -> {
                                session.onDeadline(queue.nowNs());
                                flush();
                            });
            alarm.arm();
        }

        void arrive(byte[] frame) {
            if (!over && core != null) {
                session.onFrame(queue.nowNs(), frame);
                flush();
                VirtualControl.this.arm();
            }
        }

        /** The far end is gone. */
        void gone(String reason) {
            queue.in(far.delayNs(), () -> lose(reason));
        }

        void breakOff(String reason) {
            over = true;
            alarm.stop();
            open.remove(this);
            queue.in(far.delayNs(), () -> far.broken(this, reason));
        }

        @Override
        public Message onHello(long nowNs, Hello hello) {
            if (core == null) {
                throw new IllegalStateException("a dead controller hears nothing");
            }
            Message answer = core.onHello(nowNs, hello);
            if (answer instanceof Welcome) {
                who = hello;
                Peer before = greeted.put(hello.pop() + "/" + hello.role(), this);
                if (before != null) {
                    before.breakOff("replaced");
                }
            }
            return answer;
        }

        @Override
        public void onMessage(long nowNs, Message message) {
            if (core != null && who != null) {
                core.onMessage(nowNs, who.pop(), who.role(), message);
            }
        }

        @Override
        public void wantsToSend() {
            if (!over) {
                queue.in(0, this::flush);
            }
        }

        @Override
        public void close(String reason) {
            flush();
            lose(reason);
            queue.in(far.delayNs(), () -> far.broken(this, reason));
        }

        private void flush() {
            for (Message next = over ? null : session.poll(); next != null; next = session.poll()) {
                byte[] frame = SouthboundCodec.encode(next);
                queue.in(far.delayNs(), () -> far.arrive(this, frame));
            }
            alarm.arm();
        }

        private void lose(String reason) {
            if (over) {
                return;
            }
            over = true;
            alarm.stop();
            open.remove(this);
            if (who != null && core != null && greeted.remove(who.pop() + "/" + who.role(), this)) {
                core.onPeerLost(queue.nowNs(), who.pop(), who.role(), reason);
                VirtualControl.this.arm();
            }
        }
    }
}
