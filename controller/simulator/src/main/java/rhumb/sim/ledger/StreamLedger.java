package rhumb.sim.ledger;

/** The account of one stream, whatever carries it. */
public interface StreamLedger {
    StreamFigures figures();

    Timeline timeline();
}
