package rhumb.bench.forward;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import rhumb.bench.Workshop;
import rhumb.bench.process.ProcessUse;
import rhumb.net.Endpoint;
import rhumb.net.Epoch;
import rhumb.net.Label;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.southbound.message.InstalledRules;
import rhumb.southbound.rule.LinkSecurity;
import rhumb.southbound.rule.NeighborRule;
import rhumb.southbound.rule.PathRule;
import rhumb.southbound.rule.PopRule;
import rhumb.southbound.rule.RouteRule;
import rhumb.southbound.rule.Rule;
import rhumb.southbound.rule.SecurityRule;
import rhumb.southbound.rule.ServiceRule;

/**
 * How much memory a forwarder holds with many links and flows: one process on the loopback, with
 * {@value #LINKS} neighbours and a route over each for all classes, and {@value #FLOWS} clients,
 * each of which sends one datagram and is sent one in answer.
 */
public final class Residence {
    static final int LINKS = 1_000;
    static final int FLOWS = 50_000;

    private static final int SERVICES = 4;
    private static final int FIRST_LISTENER = 14_900;
    private static final int FLOWS_PER_ADDRESS = 1_000;
    private static final int FLOWS_AT_ONCE = 50;

    /** Until the next time at which the C library gives back what the compilers left. */
    private static final int SETTLE_MS = 6_000;

    private static final int NEIGHBOR_ADDRESSES = 0x7f02_0000; // 127.2.0.0
    private static final int NEIGHBOR_PORT = 14_890;
    private static final int SELF = 1;
    private static final int CLIENT_ADDRESSES = 0x7f03_0000;

    private Residence() {}

    /**
     * What was measured.
     *
     * @param megabytes in memory once all flows are known
     * @param answered flows to which something came from the overlay
     */
    public record Residents(double megabytes, int answered) {}

    public static Residents measure() throws IOException {
        try (Workshop workshop = new Workshop();
                AnsweringNeighbors neighbors = new AnsweringNeighbors(addresses(), SELF);
                Relay forwarder =
                        new Relays(Stage.loopback(workshop), workshop.file("unused"))
                                .rhumb(Relays.RHUMB, rules(), "")) {
            for (int flow = 0; flow < FLOWS; flow++) {
                open(flow);
                if (flow % FLOWS_AT_ONCE == 0) {
                    Thread.sleep(1); // its socket's buffer is no queue for thousands of flows
                    neighbors.answer();
                }
            }
            Thread.sleep(1_000);
            neighbors.answer();
            Thread.sleep(SETTLE_MS);
            return new Residents(ProcessUse.residentMb(forwarder.pid()), neighbors.answered());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Where those listen to whom the services lead. */
    private static List<InetSocketAddress> addresses() throws IOException {
        List<InetSocketAddress> all = new ArrayList<>();
        for (int n = 0; n < SERVICES; n++) {
            all.add(new InetSocketAddress(address(neighbor(n)), neighbor(n).port()));
        }
        return all;
    }

    private static Endpoint neighbor(int n) {
        return Endpoint.ofIpv4(NEIGHBOR_ADDRESSES | 1 + n, NEIGHBOR_PORT);
    }

    private static void open(int flow) throws IOException {
        InetAddress from =
                address(Endpoint.ofIpv4(CLIENT_ADDRESSES | 1 + flow / FLOWS_PER_ADDRESS, 0));
        int service = flow % SERVICES;
        try (DatagramChannel client = DatagramChannel.open()) {
            client.bind(new InetSocketAddress(from, 0));
            client.send(
                    ByteBuffer.allocate(100),
                    new InetSocketAddress(
                            InetAddress.getLoopbackAddress(), FIRST_LISTENER + service));
        }
    }

    private static InetAddress address(Endpoint endpoint) throws IOException {
        int ip = endpoint.ipv4();
        byte[] bytes = {(byte) (ip >> 24), (byte) (ip >> 16), (byte) (ip >> 8), (byte) ip};
        return InetAddress.getByAddress(bytes);
    }

    private static InstalledRules rules() {
        List<Rule> rules = new ArrayList<>();
        rules.add(new SecurityRule(LinkSecurity.NONE));
        rules.add(new PopRule(SELF, Traffic.SELF, true));
        for (int n = 0; n < LINKS; n++) {
            PopId pop = new PopId("p" + n);
            int number = 2 + n;
            Label label = new Label(number);
            Endpoint at = neighbor(n);
            LinkId link = LinkId.between(Traffic.SELF, pop);
            rules.add(new PopRule(number, pop, false));
            rules.add(new NeighborRule(label, link, number, at, at));
            List<PathRule> paths = List.of(new PathRule(List.of(label), -1));
            for (TrafficClass c : TrafficClass.ALL) {
                rules.add(new RouteRule(number, c, RouteRule.Direction.TO, paths));
            }
        }
        for (int i = 0; i < SERVICES; i++) {
            Endpoint listen = Endpoint.ofIpv4(0x7f00_0001, FIRST_LISTENER + i);
            ServiceRule.Kind kind = ServiceRule.Kind.RTM;
            rules.add(new ServiceRule(1 + i, "calls-" + i, kind, 2 + i, listen, null, null));
        }
        return new InstalledRules(new Epoch(1, 1), rules);
    }
}
