package rhumb.lab;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import rhumb.controller.Controller;
import rhumb.controller.ControllerView;
import rhumb.controller.intent.Intent;
import rhumb.controller.io.ControllerConfig;
import rhumb.net.Endpoint;
import rhumb.sim.overlay.AddressPlan;

/** The controller, which can die and come back with nothing but its intent. */
final class LabController implements AutoCloseable {
    private final ControllerConfig config;
    private volatile @Nullable Controller controller;

    LabController(Intent intent, AddressPlan plan, Endpoint northbound) {
        config =
                new ControllerConfig(
                        plan.southbound(), northbound, false, plan.metrics(0, 0), 0, intent);
    }

    /**
     * @throws IOException when an address is taken
     */
    void start() throws IOException {
        if (controller == null) {
            controller = Controller.start(config);
        }
    }

    /** What it knows; null while it is dead. */
    @Nullable ControllerView view() {
        Controller living = controller;
        return living == null ? null : living.view();
    }

    @Override
    public void close() {
        Controller living = controller;
        controller = null;
        if (living != null) {
            living.close();
        }
    }
}
