package rhumb.forward.io;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import rhumb.forward.ForwarderCore;
import rhumb.forward.capture.FlowFilter;
import rhumb.forward.capture.FlowTap;
import rhumb.host.metrics.MetricsEndpoint;
import rhumb.host.metrics.MetricsEndpoint.Reply;
import rhumb.net.Endpoint;
import rhumb.southbound.rule.ServiceRule;

/**
 * {@code POST /capture}: begins a capture of one flow, waits until it has its packets or its time
 * is over, and answers with the pcapng file. One at a time.
 */
final class CaptureAction implements MetricsEndpoint.Action {
    private static final int USUAL_PACKETS = 100;
    private static final int USUAL_SECONDS = 10;
    private static final int MAX_SECONDS = 60;
    private static final long LOOK_MS = 50;
    private static final long PATIENCE_MS = 1_000;

    private final PacketLoop packets;
    private final Map<String, Endpoint> addresses;
    private final AtomicBoolean busy = new AtomicBoolean();

    /**
     * @param addresses own data addresses by name of the uplink
     */
    CaptureAction(PacketLoop packets, Map<String, Endpoint> addresses) {
        this.packets = packets;
        this.addresses = addresses;
    }

    @Override
    public Reply act(Map<String, String> query) {
        if (!busy.compareAndSet(false, true)) {
            return Reply.text(409, "another capture runs here: wait for its end, 60 s at most");
        }
        try {
            return capture(query);
        } catch (IllegalArgumentException e) {
            return Reply.text(400, String.valueOf(e.getMessage()));
        } catch (ExecutionException | TimeoutException | CancellationException e) {
            return Reply.text(503, "the packet thread does not answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Reply.text(503, "the forwarder ends");
        } finally {
            busy.set(false);
        }
    }

    private Reply capture(Map<String, String> query)
            throws ExecutionException, TimeoutException, InterruptedException {
        int count = number(query, "count", USUAL_PACKETS, FlowTap.MAX_PACKETS);
        int seconds = number(query, "seconds", USUAL_SECONDS, MAX_SECONDS);
        FlowFilter filter = filter(query);
        long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        boolean runs =
                ask(core -> {
                    core.beginCapture(filter, count, addresses);
                    return core.tap().isOn();
                });
        while (runs && System.nanoTime() < untilNs) {
            Thread.sleep(LOOK_MS);
            runs = ask(core -> core.tap().isOn());
        }
        return new Reply(200, "application/x-pcapng", ask(core -> core.tap().end()));
    }

    private FlowFilter filter(Map<String, String> query)
            throws ExecutionException, TimeoutException, InterruptedException {
        String client = query.getOrDefault("client", "");
        String flow = query.getOrDefault("flow", "");
        int service = service(query.getOrDefault("service", ""));
        if (client.isEmpty() && flow.isEmpty() && service == FlowFilter.ANY) {
            throw new IllegalArgumentException(
                    "which flow? expected service, client or flow, as `rhumb show streams` has them");
        }
        return new FlowFilter(
                service,
                flow.isEmpty() ? FlowFilter.ANY : flowNumber(flow),
                client.isEmpty() ? null : Endpoint.parse(client));
    }

    /** By name, by number, or {@code ip}. */
    private int service(String text)
            throws ExecutionException, TimeoutException, InterruptedException {
        if (text.isEmpty()) {
            return FlowFilter.ANY;
        }
        if (text.equals("ip")) {
            return 0;
        }
        Optional<Integer> known =
                ask(core ->
                        core.fib().services().stream()
                                .filter(s ->
                                        s.name().equals(text)
                                                || text.equals(Integer.toString(s.number())))
                                .map(ServiceRule::number)
                                .findFirst());
        return known.orElseThrow(() ->
                new IllegalArgumentException(
                        "service " + text + " is unknown here: see `rhumb show rules`"));
    }

    private static long flowNumber(String text) {
        try {
            long flow = Long.decode(text);
            if (flow >= 0 && flow <= 0xffffffffL) {
                return flow;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException(
                "flow " + text + ": expected a number of 32 bits, such as 123456 or 0xdeadbeef");
    }

    private static int number(Map<String, String> query, String key, int usual, int most) {
        String text = query.get(key);
        boolean digits = text != null && text.matches("\\d{1,6}");
        int value = text == null ? usual : digits ? Integer.parseInt(text) : 0;
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(
                    key + " " + text + ": expected a whole number, 1 to " + most);
        }
        return value;
    }

    private <T> T ask(Function<ForwarderCore, T> question)
            throws ExecutionException, TimeoutException, InterruptedException {
        return packets.loop().ask(question).get(PATIENCE_MS, TimeUnit.MILLISECONDS);
    }
}
