package rhumb.controller.northbound;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An answer to a request.
 *
 * @param status HTTP status code
 * @param body for a status other than 200: one field, {@code error}, that says what is wrong and
 *     what to do
 */
public record Answer(int status, ObjectNode body) {
    public static final int OK = 200;
    static final int BAD_REQUEST = 400;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int CONFLICT = 409;
    static final int MISDIRECTED = 421;
    static final int UNAVAILABLE = 503;

    /** Done, and there is nothing to say. */
    public static Answer nothing() {
        return ok(JsonNodeFactory.instance.objectNode());
    }

    /** What was asked is wrong. */
    public static Answer bad(String text) {
        return error(BAD_REQUEST, text);
    }

    /** Who asks may not. */
    public static Answer forbidden(String text) {
        return error(FORBIDDEN, text);
    }

    /** There is no such thing. */
    public static Answer absent(String text) {
        return error(NOT_FOUND, text);
    }

    /** Something is in the way. */
    public static Answer conflict(String text) {
        return error(CONFLICT, text);
    }

    /** Not now. */
    public static Answer unavailable(String text) {
        return error(UNAVAILABLE, text);
    }

    public static Answer ok(ObjectNode body) {
        return new Answer(OK, body);
    }

    static Answer error(int status, String text) {
        return new Answer(status, JsonNodeFactory.instance.objectNode().put("error", text));
    }
}
