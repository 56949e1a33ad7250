package rhumb.controller.northbound;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import rhumb.controller.ControllerView;

/** All resources below {@code /v1/}. */
public final class NorthboundApi {
    private static final Map<String, BiFunction<ControllerView, Query, ObjectNode>> RESOURCES =
            new LinkedHashMap<>();

    /** They may make plans of the whole overlay. */
    private static final Set<String> COSTLY = Set.of("whatif", "explain/change");

    static {
        RESOURCES.put("status", (view, query) -> StatusResource.status(view));
        RESOURCES.put("pops", (view, query) -> StatusResource.pops(view));
        RESOURCES.put("links", LinkResource::links);
        RESOURCES.put("paths", PathResource::paths);
        RESOURCES.put("explain/path", PathResource::explain);
        RESOURCES.put("explain/change", PathResource::change);
        RESOURCES.put("whatif", WhatIfResource::whatIf);
        RESOURCES.put("repairs", RepairResource::repairs);
        RESOURCES.put("rules", RuleResource::rules);
        RESOURCES.put("streams", (view, query) -> StreamResource.streams(view));
        RESOURCES.put("protection", (view, query) -> ProtectionResource.protection(view));
        RESOURCES.put("queues", QueueResource::queues);
        RESOURCES.put("dscp", DscpResource::dscp);
        RESOURCES.put("trace", TraceResource::trace);
    }

    /** What is read elsewhere than in the core. */
    public static final List<String> ELSEWHERE =
            List.of("audit", "cluster", "events", "history/link", "pki/list");

    private NorthboundApi() {}

    /** What is read in the core. */
    public static Set<String> resources() {
        return Collections.unmodifiableSet(RESOURCES.keySet());
    }

    /**
     * Whether an answer may take seconds and a core: one at a time, and not on a thread that others
     * wait for.
     */
    public static boolean costly(String resource) {
        return COSTLY.contains(resource);
    }

    /** The answer to a costly question while another one is being worked on. */
    public static Answer busy() {
        return Answer.error(
                Answer.UNAVAILABLE,
                "another question that computes paths is being worked on, one at a time: ask again"
                        + " in a few"
                        + " seconds");
    }

    /**
     * Answers one request.
     *
     * @param resource what comes after {@code /v1/}, such as {@code explain/path}
     * @param query its parameters
     */
    public static Answer answer(ControllerView view, String resource, Map<String, String> query) {
        BiFunction<ControllerView, Query, ObjectNode> make = RESOURCES.get(resource);
        if (make == null) {
            return Answer.error(
                    Answer.NOT_FOUND,
                    "there is no /v1/"
                            + resource
                            + "; there are "
                            + String.join(", ", RESOURCES.keySet())
                            + ", "
                            + String.join(", ", ELSEWHERE)
                            + ", intent, stream, openapi.yaml");
        }
        try {
            return Answer.ok(make.apply(view, new Query(view, query)));
        } catch (Refused refused) {
            return refused.answer();
        }
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Nanoseconds as milliseconds; a figure that is not known (negative) is null, never zero. */
    static void putMs(ObjectNode object, String field, long ns) {
        if (ns < 0) {
            object.putNull(field);
        } else {
            object.put(field, Math.round(ns / 1e3) / 1e3);
        }
    }

    static void putKnown(ObjectNode object, String field, long value) {
        if (value < 0) {
            object.putNull(field);
        } else {
            object.put(field, value);
        }
    }
}
