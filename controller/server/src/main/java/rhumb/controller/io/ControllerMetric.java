package rhumb.controller.io;

import rhumb.host.metrics.MetricName;

/** Every metric of the controller. */
public enum ControllerMetric implements MetricName {
    POPS("rhumb_controller_pops", Type.GAUGE, "PoPs of the intent."),
    POP_LATITUDE(
            "rhumb_controller_pop_latitude_degrees",
            Type.GAUGE,
            "Where a PoP is, degrees north; of PoPs whose place the intent says.",
            "pop"),
    POP_LONGITUDE(
            "rhumb_controller_pop_longitude_degrees",
            Type.GAUGE,
            "Where a PoP is, degrees east; of PoPs whose place the intent says.",
            "pop"),
    PEERS("rhumb_controller_peers", Type.GAUGE, "Processes of PoPs connected now.", "role"),
    PEERS_REFUSED(
            "rhumb_controller_peers_refused_total",
            Type.COUNTER,
            "Greetings turned away: an unknown PoP or version."),
    PEERS_FOREIGN(
            "rhumb_controller_peers_foreign_total",
            Type.COUNTER,
            "Greetings turned away because the certificate names another PoP."),
    CERTIFICATES_REJECTED(
            "rhumb_controller_certificates_rejected_total",
            Type.COUNTER,
            "Certificates that were not taken.",
            "side",
            "reason"),
    CONNECTIONS(
            "rhumb_controller_connections",
            Type.GAUGE,
            "Connections open now; half-open ones have not shown who they are.",
            "side",
            "state"),
    CONNECTIONS_TURNED(
            "rhumb_controller_connections_turned_total",
            Type.COUNTER,
            "Connections not let in, or crowded out before they showed who they are.",
            "side",
            "reason"),
    MESSAGES_PACED(
            "rhumb_controller_messages_paced_total",
            Type.COUNTER,
            "Messages of sessions that send too fast, which had to wait."),
    PEERS_SLOW(
            "rhumb_controller_peers_slow_total",
            Type.COUNTER,
            "Sessions ended because their peers took nothing of what they were sent."),
    CERTIFICATE_END(
            "rhumb_controller_certificate_end_seconds",
            Type.GAUGE,
            "When the controller's certificate ends, seconds since 1970; 0 without TLS."),
    STREAMS("rhumb_controller_streams", Type.GAUGE, "Southbound streams open now, greeted or not."),
    STREAMS_REFUSED(
            "rhumb_controller_streams_refused_total",
            Type.COUNTER,
            "Southbound streams closed at once because there were too many."),
    MESSAGES_RECEIVED(
            "rhumb_controller_messages_received_total",
            Type.COUNTER,
            "Messages taken from agents and forwarders."),
    MESSAGES_SENT(
            "rhumb_controller_messages_sent_total",
            Type.COUNTER,
            "Messages given to the network for agents and forwarders."),
    MESSAGES_UNKNOWN(
            "rhumb_controller_messages_unknown_total",
            Type.COUNTER,
            "Messages of kinds that this version does not know, skipped."),
    MESSAGES_UNEXPECTED(
            "rhumb_controller_messages_unexpected_total",
            Type.COUNTER,
            "Messages that their sender has no business sending."),
    FIELDS_UNKNOWN(
            "rhumb_controller_fields_unknown_total",
            Type.COUNTER,
            "Message fields that this version does not know, skipped."),
    FRAMES_REJECTED(
            "rhumb_controller_frames_rejected_total",
            Type.COUNTER,
            "Southbound frames that were no message.",
            "reason"),
    REPORTS("rhumb_controller_reports_total", Type.COUNTER, "Link reports taken from agents."),
    ESTIMATES(
            "rhumb_controller_estimates_total",
            Type.COUNTER,
            "Estimates of links taken into the link-state database."),
    ESTIMATES_REJECTED(
            "rhumb_controller_estimates_rejected_total",
            Type.COUNTER,
            "Estimates or reports that were not believed.",
            "reason"),
    LINKS("rhumb_controller_links", Type.GAUGE, "Directed links by their judged state.", "status"),
    LINKS_DISPUTED(
            "rhumb_controller_links_disputed",
            Type.GAUGE,
            "Links of which one end says that nothing arrives and the other that most does."),
    PROBE_LOAD(
            "rhumb_controller_probe_load_ratio",
            Type.GAUGE,
            "Probes that the links of a PoP ask for without media, by what its budget allows.",
            "pop"),
    SNAPSHOT(
            "rhumb_controller_snapshot_number",
            Type.GAUGE,
            "Number of the newest snapshot of the link-state database."),
    STARTUP_PHASE(
            "rhumb_controller_startup_phase",
            Type.GAUGE,
            "One for the phase that the start-up has reached, zero for the others.",
            "phase"),
    PLANS(
            "rhumb_controller_plans_total",
            Type.COUNTER,
            "Plans made that differ from the one before."),
    PLAN_FAULTS(
            "rhumb_controller_plan_faults_total",
            Type.COUNTER,
            "Paths of plans that do not hold what plans promise, found by the check of samples."),
    MOVES(
            "rhumb_controller_path_moves_total",
            Type.COUNTER,
            "Primary paths, one per pair of PoPs and class, that moved, by cause.",
            "cause"),
    UPDATES(
            "rhumb_controller_rule_updates_total",
            Type.COUNTER,
            "Rule updates sent to forwarders."),
    FULL_SYNCS(
            "rhumb_controller_rule_full_syncs_total",
            Type.COUNTER,
            "Rule updates that carried everything, by PoP.",
            "pop"),
    DELTAS(
            "rhumb_controller_rule_deltas_total",
            Type.COUNTER,
            "Rule updates that carried differences, by PoP.",
            "pop"),
    RULE_REFUSALS(
            "rhumb_controller_rule_refusals_total",
            Type.COUNTER,
            "Rule updates that a forwarder refused, by PoP.",
            "pop"),
    FORWARDERS(
            "rhumb_controller_forwarders",
            Type.GAUGE,
            "Forwarders by what the controller knows of their rules.",
            "state"),
    FLOWS("rhumb_controller_flows", Type.GAUGE, "Flows that forwarders say they carry."),
    DEGRADE_TO_SWITCH(
            "rhumb_controller_degrade_to_switch_seconds",
            Type.HISTOGRAM,
            "Time from the first sign of a degradation to media on another path."),
    STAGE(
            "rhumb_controller_stage_seconds",
            Type.HISTOGRAM,
            "Time from one stage of a convergence to a later one.",
            "from",
            "to"),
    NORTHBOUND_REQUESTS(
            "rhumb_controller_northbound_requests_total",
            Type.COUNTER,
            "Answers of the northbound API by HTTP status.",
            "code"),
    NORTHBOUND_CONNECTIONS(
            "rhumb_controller_northbound_connections",
            Type.GAUGE,
            "Connections to the northbound API open now."),
    NORTHBOUND_CONNECTIONS_REFUSED(
            "rhumb_controller_northbound_connections_refused_total",
            Type.COUNTER,
            "Connections to the northbound API closed at once because there were too many."),
    JOURNAL_FAILURES(
            "rhumb_controller_journal_failures_total",
            Type.COUNTER,
            "Commits of operators and entries of the audit log that could not be kept.",
            "journal"),
    HISTORY_BYTES(
            "rhumb_controller_history_bytes",
            Type.GAUGE,
            "What the history takes: events and links on disk, link seconds in memory.",
            "kind"),
    HISTORY_LOST(
            "rhumb_controller_history_lost_total",
            Type.COUNTER,
            "Events, and seconds or minutes of all links, that were never kept.",
            "kind"),
    HISTORY_FAILURES(
            "rhumb_controller_history_failures_total",
            Type.COUNTER,
            "Times that the disk did not take a part of the history; it is tried every second."),
    HISTORY_UNREADABLE(
            "rhumb_controller_history_unreadable_total",
            Type.COUNTER,
            "Parts of the history that were read and made no sense."),
    CLUSTER_LEADS(
            "rhumb_controller_cluster_leads",
            Type.GAUGE,
            "One while this controller leads, as one that is alone always does."),
    CLUSTER_TERM(
            "rhumb_controller_cluster_term",
            Type.GAUGE,
            "Number of the last election; rising often: members lose sight of each other."),
    CLUSTER_COMMITTED(
            "rhumb_controller_cluster_committed",
            Type.GAUGE,
            "Entries of the common log that a majority holds, as far as this controller knows."),
    CLUSTER_HEARD(
            "rhumb_controller_cluster_members_heard",
            Type.GAUGE,
            "Controllers heard within the last second, with this one; the leader hears all."),
    CLUSTER_FRAMES_REJECTED(
            "rhumb_controller_cluster_frames_rejected_total",
            Type.COUNTER,
            "Frames of other controllers that were not taken, by reason.",
            "reason"),
    CLUSTER_CONNECTIONS_REFUSED(
            "rhumb_controller_cluster_connections_refused_total",
            Type.COUNTER,
            "Connections to this member of the cluster turned away because there were too many."),
    CLUSTER_RELAYED(
            "rhumb_controller_cluster_relayed_streams",
            Type.GAUGE,
            "Streams of agents and forwarders that this controller passes on to the leader."),
    CLUSTER_SHARING(
            "rhumb_controller_cluster_sharing_members",
            Type.GAUGE,
            "Controllers that share link state with this one, itself included."),
    CLUSTER_SHARED(
            "rhumb_controller_cluster_shared_entries",
            Type.GAUGE,
            "Pieces of link state of up to 64 links that this controller holds for the next leader."),
    CLUSTER_SHARED_DIGEST(
            "rhumb_controller_cluster_shared_digest",
            Type.GAUGE,
            "What that link state is, as one number: the same at all controllers that hold the same.");

    private final Description description;

    ControllerMetric(String metric, Type type, String help, String... labels) {
        description = new Description(metric, type, help, labels);
    }

    @Override
    public Description description() {
        return description;
    }
}
