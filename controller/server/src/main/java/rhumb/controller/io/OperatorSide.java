package rhumb.controller.io;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.controller.history.io.HistoryDesk;
import rhumb.host.tls.TlsException;
import rhumb.host.tls.TlsFolder;
import rhumb.host.tls.TlsWatch;
import rhumb.net.Endpoint;
import rhumb.pki.Authority;

/**
 * All that operators and nodes without a certificate reach of a controller: the northbound API, the
 * place to enrol, the audit log, the authority; and the watch over certificates.
 */
public final class OperatorSide implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OperatorSide.class);

    /** Nodes enrol seldom. */
    private static final NorthboundServer.Limits ENROL = new NorthboundServer.Limits(32, 5_000);

    /** What runs when certificates may have stopped to hold. */
    public interface Sweep {
        void dropUntrusted();
    }

    private final AuditDesk audit;
    private final @Nullable PkiDesk pki;
    private final NorthboundServer northbound;
    private final @Nullable NorthboundServer enrol;
    private final @Nullable TlsWatch watch;

    private OperatorSide(
            AuditDesk audit,
            @Nullable PkiDesk pki,
            NorthboundServer northbound,
            @Nullable NorthboundServer enrol,
            @Nullable TlsWatch watch) {
        this.audit = audit;
        this.pki = pki;
        this.northbound = northbound;
        this.enrol = enrol;
        this.watch = watch;
    }

    /**
     * Begins to serve.
     *
     * @param southbound what else holds connections of certificates
     * @throws IOException when an address or a folder cannot be had, saying which and what to do;
     *     nothing is left open then
     */
    public static OperatorSide open(
            ControllerConfig config,
            CoreLoop loop,
            IntentKeeper keeper,
            HistoryDesk history,
            ControllerDoors doors,
            NorthboundServer.Limits limits,
            Sweep southbound)
            throws IOException {
        Authority authority = authority(config.tls());
        AuditDesk audit = new AuditDesk(AuditLog.open(config.state(), AuditLog.Budget.STANDARD));
        Sweeper sweeper = new Sweeper(doors.folder(), southbound);
        PkiDesk pki = authority == null ? null : new PkiDesk(authority, sweeper::revoked);
        NorthboundServer northbound = null;
        try {
            northbound =
                    NorthboundServer.open(
                            config.northbound(),
                            loop::ask,
                            new OperatorDesk(loop, keeper, history, audit, pki),
                            new NorthboundServer.Entrance(doors.northbound(), false),
                            limits);
            sweeper.northbound = northbound;
            NorthboundServer enrol = enrol(config.tls(), loop, pki, audit, doors);
            TlsFolder folder = doors.folder();
            TlsWatch watch = folder == null ? null : TlsWatch.start(folder, sweeper);
            return new OperatorSide(audit, pki, northbound, enrol, watch);
        } catch (IOException e) {
            audit.close();
            if (pki != null) {
                pki.close();
            }
            if (northbound != null) {
                northbound.close();
            }
            throw e;
        }
    }

    private static @Nullable Authority authority(@Nullable ControllerTls config)
            throws IOException {
        return config == null || config.authority() == null
                ? null
                : Authority.open(config.authority());
    }

    private static @Nullable NorthboundServer enrol(
            @Nullable ControllerTls config,
            CoreLoop loop,
            @Nullable PkiDesk pki,
            AuditDesk audit,
            ControllerDoors doors)
            throws IOException {
        Endpoint bind = config == null ? null : config.enrol();
        if (bind == null || pki == null) {
            return null;
        }
        NorthboundServer server =
                NorthboundServer.open(
                        bind,
                        loop::ask,
                        new EnrolDesk(pki, audit),
                        new NorthboundServer.Entrance(doors.enrol(), true),
                        ENROL);
        log.info("controller-enrols at=https://{}", server.local());
        return server;
    }

    public NorthboundServer northbound() {
        return northbound;
    }

    /** Entries of the audit log that could not be written. */
    long auditFailures() {
        return audit.failures();
    }

    /** Null where nobody can enrol. */
    public @Nullable Endpoint enrol() {
        return enrol == null ? null : enrol.local();
    }

    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
        northbound.close();
        if (enrol != null) {
            enrol.close();
        }
        if (pki != null) {
            pki.close();
        }
        audit.close();
    }

    /** Ends connections whose certificates hold no longer, on whichever side. */
    private static final class Sweeper implements Runnable {
        private final @Nullable TlsFolder folder;
        private final Sweep southbound;
        private volatile @Nullable NorthboundServer northbound;

        Sweeper(@Nullable TlsFolder folder, Sweep southbound) {
            this.folder = folder;
            this.southbound = southbound;
        }

        @Override
        public void run() {
            southbound.dropUntrusted();
            NorthboundServer server = northbound;
            if (server != null) {
                server.dropUntrusted();
            }
        }

        /** At once, not at the next look. */
        void revoked() {
            try {
                if (folder != null) {
                    folder.refresh();
                }
            } catch (TlsException e) {
                log.warn("tls-not-reloaded {}", e.getMessage());
            }
            run();
        }
    }
}
