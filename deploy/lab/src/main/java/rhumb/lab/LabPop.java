package rhumb.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import rhumb.forward.ForwarderOptions;
import rhumb.forward.io.ForwarderConfig;
import rhumb.forward.io.ForwarderProcess;
import rhumb.net.Endpoint;
import rhumb.net.PopId;
import rhumb.net.UplinkId;
import rhumb.probe.io.AgentConfig;
import rhumb.probe.io.AgentProcess;
import rhumb.probe.io.StampConfig;
import rhumb.sim.overlay.AddressPlan;
import rhumb.southbound.message.LinkHealth;
import rhumb.southbound.message.Message;

/** The agent and the forwarder of one PoP, which can die and come back with what is on disk. */
final class LabPop implements AutoCloseable {
    private static final int AGENT = 1;
    private static final int FORWARDER = 2;

    private final AgentConfig agentConfig;
    private final ForwarderConfig forwarderConfig;
    private final Consumer<LinkHealth> onHealth;
    private final Consumer<Message> onForwarder;
    private @Nullable AgentProcess agent;
    private volatile @Nullable ForwarderProcess forwarder;

    LabPop(
            PopId pop,
            int number,
            AddressPlan plan,
            Path folder,
            Consumer<LinkHealth> onHealth,
            Consumer<Message> onForwarder) {
        Path socket = folder.resolve(pop.name() + ".sock");
        List<String> controllers = List.of(plan.southboundSeen(number).toString());
        Endpoint data = plan.real(number, AddressPlan.Port.DATA);
        agentConfig =
                new AgentConfig(
                        pop,
                        List.of(
                                new AgentConfig.Uplink(
                                        UplinkId.MAIN, plan.real(number, AddressPlan.Port.PROBE))),
                        controllers,
                        socket,
                        plan.metrics(number, AGENT),
                        StampConfig.STANDARD);
        forwarderConfig =
                new ForwarderConfig(
                        pop,
                        List.of(
                                new ForwarderConfig.Uplink(
                                        UplinkId.MAIN,
                                        data,
                                        plan.real(number, AddressPlan.Port.STREAM))),
                        data.withPort(0),
                        controllers,
                        socket,
                        folder.resolve(pop.name()),
                        plan.metrics(number, FORWARDER),
                        null,
                        ForwarderOptions.REKEY_NS);
        this.onHealth = onHealth;
        this.onForwarder = onForwarder;
    }

    void start() throws IOException {
        if (forwarder == null) {
            forwarder = ForwarderProcess.start(forwarderConfig, onForwarder);
            agent = AgentProcess.start(agentConfig, onHealth);
        }
    }

    /** The forwarder; null while the PoP is down. */
    @Nullable ForwarderProcess forwarder() {
        return forwarder;
    }

    @Override
    public void close() {
        AgentProcess oldAgent = agent;
        ForwarderProcess oldForwarder = forwarder;
        agent = null;
        forwarder = null;
        if (oldAgent != null) {
            oldAgent.close();
        }
        if (oldForwarder != null) {
            oldForwarder.close();
        }
    }
}
