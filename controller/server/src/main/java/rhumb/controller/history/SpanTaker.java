package rhumb.controller.history;

/** Takes spans, in the order of their times. */
public interface SpanTaker {
    void take(Span span);
}
