package rhumb.forward.io;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.forward.fib.Fib;
import rhumb.southbound.message.InstalledRules;
import rhumb.southbound.message.RuleAck;

/**
 * Stores rules away from the packet thread and acknowledges them afterwards: an epoch that was
 * acknowledged is on disk, so the fence holds across a crash. Of several updates that wait, only
 * the newest is stored; all are acknowledged.
 *
 * <p>Bound: {@value #WAITING} updates; a full queue makes the packet thread acknowledge without
 * storing, which is logged.
 */
final class RuleKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RuleKeeper.class);
    private static final int WAITING = 256;

    private record Update(Fib rules, RuleAck ack) {}

    private final RuleFile file;
    private final Consumer<RuleAck> acknowledge;
    private final BlockingQueue<Update> waiting = new ArrayBlockingQueue<>(WAITING);
    private final Thread thread = Thread.ofPlatform().name("rules").daemon().unstarted(this::run);

    RuleKeeper(RuleFile file, Consumer<RuleAck> acknowledge) {
        this.file = file;
        this.acknowledge = acknowledge;
        thread.start();
    }

    void keep(Fib rules, RuleAck ack) {
        if (!waiting.offer(new Update(rules, ack))) {
            LOG.warn(
                    "event=rules-not-stored epoch={} cause=\"the disk is too slow\"",
                    rules.epoch());
            acknowledge.accept(ack);
        }
    }

    private void run() {
        List<Update> batch = new ArrayList<>();
        try {
            while (true) {
                batch.clear();
                batch.add(waiting.take());
                waiting.drainTo(batch);
                store(batch.getLast().rules);
                batch.forEach(update -> acknowledge.accept(update.ack));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private void store(Fib rules) {
        try {
            file.store(new InstalledRules(rules.epoch(), rules.rules()));
        } catch (IOException e) {
            // Media go on with what is in memory; only a restart would fall back to older rules.
            LOG.warn("event=rules-not-stored epoch={} cause=\"{}\"", rules.epoch(), e.toString());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
