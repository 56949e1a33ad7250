package rhumb.path;

/** Whether the Vector API, an incubator module, is there; the only place that asks. */
final class VectorDoor {
    private VectorDoor() {}

    static boolean open() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
                && VectorMinPlus.fits();
    }
}
