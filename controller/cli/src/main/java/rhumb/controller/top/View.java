package rhumb.controller.top;

import java.util.List;

/** What is listed, and by what it can be sorted; the first is what it begins with. */
enum View {
    LINKS("links", "worst", "loss", "delay", "jitter", "name"),
    MOVES("moved", "newest", "pair"),
    UPLINKS("uplinks", "load", "rate", "drops", "queued", "name"),
    CLASSES("classes", "importance", "rate", "drops"),
    POPS("pops", "trouble", "rate", "name");

    private final String title;
    private final List<String> sorts;

    View(String title, String... sorts) {
        this.title = title;
        this.sorts = List.of(sorts);
    }

    String title() {
        return title;
    }

    List<String> sorts() {
        return sorts;
    }
}
