package rhumb.bench.rules;

import java.nio.ByteBuffer;
import java.util.List;
import rhumb.forward.ForwarderCore;
import rhumb.forward.crypto.KeyRing;
import rhumb.forward.fib.FibPath;
import rhumb.forward.fib.FibRoute;
import rhumb.forward.path.BypassSelector;
import rhumb.forward.path.PathSelector;
import rhumb.forward.wire.OverlayHeader;
import rhumb.net.ClassSet;
import rhumb.net.Endpoint;
import rhumb.net.LinkId;
import rhumb.net.TrafficClass;
import rhumb.southbound.message.LinkPassive;
import rhumb.southbound.message.Message;
import rhumb.southbound.message.RuleAck;
import rhumb.southbound.rule.ServiceRule;

/** Takes what a forwarder sends, and holds each packet against the rules of that moment. */
final class PathWatch implements ForwarderCore.Sink {
    private ForwarderCore core;
    private long sent;
    private long misrouted;
    private long refused;

    @SuppressWarnings("NullAway.Init") // the two know each other
    PathWatch() {}

    void watch(ForwarderCore forwarder) {
        core = forwarder;
    }

    /** Packets of media that left. */
    long sent() {
        return sent;
    }

    /** Of these, those that did not take the path in use of their route. */
    long misrouted() {
        return misrouted;
    }

    long refused() {
        return refused;
    }

    @Override
    public void overlay(int uplink, Endpoint to, int octet, ByteBuffer b, int offset, int length) {
        if (OverlayHeader.type(b, offset) != OverlayHeader.TYPE_DATA) {
            return;
        }
        sent++;
        int from = OverlayHeader.sourcePop(b, offset);
        boolean good = from == ChurnRules.SELF ? onPath(to, b, offset) : onLabel(to, b, offset);
        misrouted += good ? 0 : 1;
    }

    private boolean onPath(Endpoint to, ByteBuffer b, int offset) {
        TrafficClass c = TrafficClass.ofCode(OverlayHeader.classCode(b, offset));
        int target = OverlayHeader.targetPop(b, offset);
        FibPath path = c == null ? null : core.activePath(target, c);
        if (path == null || OverlayHeader.labelCount(b, offset) != path.length() - 1) {
            return false;
        }
        for (int i = 1; i < path.length(); i++) {
            if (OverlayHeader.label(b, offset, i - 1) != path.label(i)) {
                return false;
            }
        }
        return path.first().rule().data().equals(to);
    }

    private boolean onLabel(Endpoint to, ByteBuffer b, int offset) {
        return ChurnRules.address(OverlayHeader.targetPop(b, offset)).equals(to);
    }

    @Override
    public void controller(Message message) {
        if (message instanceof RuleAck ack && !ack.accepted()) {
            refused++;
        }
    }

    @Override
    public void client(int service, Endpoint to, int octet, ByteBuffer b, int offset, int length) {}

    @Override
    public void target(int session, Endpoint to, int octet, ByteBuffer b, int offset, int length) {}

    @Override
    public void closeSession(int session) {}

    @Override
    public void passive(LinkPassive passive) {}

    @Override
    public void listeners(List<ServiceRule> services) {}

    @Override
    public void switched(FibRoute route, FibPath from, FibPath to, PathSelector.Cause cause) {}

    @Override
    public void keys(KeyRing ring) {}

    @Override
    public void bypass(LinkId link, ClassSet classes, boolean begins, BypassSelector.Cause cause) {}
}
