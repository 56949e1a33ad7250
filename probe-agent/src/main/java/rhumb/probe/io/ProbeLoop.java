package rhumb.probe.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.host.udp.ArrivalClock;
import rhumb.host.udp.DatagramIo;
import rhumb.host.udp.DatagramIos;
import rhumb.host.udp.DatagramLoop;
import rhumb.net.Endpoint;
import rhumb.net.PopId;
import rhumb.probe.AgentCore;
import rhumb.probe.AgentOptions;
import rhumb.probe.dscp.CodePointProbing;
import rhumb.southbound.dscp.Behaviour;
import rhumb.southbound.message.DscpReport;
import rhumb.southbound.message.LinkHealth;
import rhumb.southbound.message.LinkReport;
import rhumb.southbound.message.OuterMarks;

/** The STAMP sockets of a PoP on one thread, which owns the agent's core. */
public final class ProbeLoop implements AutoCloseable, DatagramLoop.Duties, AgentCore.Sink {
    /** Where the loop's products go; called on the loop's thread, must not block. */
    public interface Output extends CodePointProbing.Sink {
        void health(LinkHealth health);

        void report(LinkReport report);
    }

    private static final Logger LOG = LoggerFactory.getLogger(ProbeLoop.class);

    /**
     * Probes that fall due within so long leave together: on a PoP with a thousand links most of
     * what a probe costs is waking up for it. Timestamps are taken as they leave.
     */
    private static final long TOGETHER_NS = 500_000;

    private final DatagramIo io = DatagramIos.open();
    private final ArrivalClock arrivals = new ArrivalClock();
    private final Output output;
    private final AgentCore core;
    private final DatagramLoop<AgentCore> loop;
    private final Map<Integer, String> uplinks = new HashMap<>();
    private final Map<String, Integer> sockets = new HashMap<>();
    private long notBeforeNs = Long.MIN_VALUE;

    /**
     * @param addresses name and STAMP address of each local uplink
     * @throws IOException when an address cannot be bound
     */
    public ProbeLoop(
            PopId pop,
            AgentOptions options,
            RandomGenerator random,
            Map<String, Endpoint> addresses,
            Output output)
            throws IOException {
        this.output = output;
        this.core =
                new AgentCore(pop, options, random, this, System.nanoTime(), DatagramLoop.unixNs());
        this.loop = new DatagramLoop<>("probes", io, core, this);
        try {
            for (Map.Entry<String, Endpoint> uplink : addresses.entrySet()) {
                int socket = io.open(uplink.getValue());
                uplinks.put(socket, uplink.getKey());
                sockets.put(uplink.getKey(), socket);
                core.onUplink(uplink.getKey(), io.local(socket));
            }
        } catch (IOException e) {
            io.close();
            throw e;
        }
    }

    /** The thread that owns the core. */
    public DatagramLoop<AgentCore> loop() {
        return loop;
    }

    @Override
    public void onClock(long nowNs, long unixNs) {
        core.onClock(nowNs, unixNs);
    }

    @Override
    public void onDeadline(long nowNs) {
        if (core.nextDeadlineNs() <= nowNs) {
            notBeforeNs = nowNs + TOGETHER_NS;
            core.onDeadline(nowNs);
        }
    }

    @Override
    public long nextDeadlineNs() {
        return Math.max(core.nextDeadlineNs(), notBeforeNs);
    }

    @Override
    public void onDatagram(
            int socket,
            Endpoint from,
            int octet,
            int hopLimit,
            long arrivedUnixNs,
            ByteBuffer buffer,
            int offset,
            int length) {
        String uplink = uplinks.get(socket);
        if (uplink != null) {
            long nowNs = System.nanoTime();
            long arrivedNs = arrivals.arrivedNs(nowNs, arrivedUnixNs);
            core.onDatagram(
                    nowNs, arrivedNs, uplink, from, octet, hopLimit, buffer, offset, length);
        }
    }

    @Override
    public void send(
            String uplink, Endpoint to, int octet, ByteBuffer buffer, int offset, int length) {
        Integer socket = sockets.get(uplink);
        if (socket != null) {
            io.send(socket, to, octet, buffer, offset, length);
        }
    }

    @Override
    public void health(LinkHealth health) {
        for (LinkHealth.Entry entry : health.links()) {
            if (entry.trace() != null) {
                LOG.info(
                        "event=link-degraded link={} status={} classes={} sign={}",
                        entry.link(),
                        entry.status(),
                        entry.degraded(),
                        entry.sign());
            }
        }
        output.health(health);
    }

    @Override
    public void report(LinkReport report) {
        output.report(report);
    }

    @Override
    public void dscp(DscpReport report) {
        for (DscpReport.Entry entry : report.links()) {
            LOG.debug(
                    "event=code-points link={} view={} behaviour=\"{}\" known={} sweep={} progress={}",
                    entry.link(),
                    entry.view(),
                    Behaviour.of(entry.map()),
                    entry.map().knownCount(),
                    entry.sweep(),
                    entry.progress());
        }
        output.dscp(report);
    }

    @Override
    public void marks(OuterMarks marks) {
        for (OuterMarks.Entry entry : marks.links()) {
            LOG.info(
                    "event=outer-code-points link={} by-class={}",
                    entry.link(),
                    entry.codePoints());
        }
        output.marks(marks);
    }

    /** Datagrams that the kernel did not take. */
    long sendFailures() {
        return io.sendFailures();
    }

    @Override
    public void close() {
        loop.close();
    }
}
