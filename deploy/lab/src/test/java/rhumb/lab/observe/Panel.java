package rhumb.lab.observe;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One panel as its author says it; {@link BoardJson} makes of it what Grafana wants. */
final class Panel {
    /**
     * @param name of the query among those of its panel
     * @param legend text with labels in double braces
     */
    record Query(String name, String expression, String legend) {}

    /** From which value on which colour is shown. */
    record Step(double from, String color) {}

    private static final int WIDTH = 12;
    private static final int HEIGHT = 8;

    final PanelKind kind;
    final String title;
    final String description;
    final String unit;
    final List<Query> queries = new ArrayList<>();
    final List<Step> steps = new ArrayList<>();
    String mappings = "[]";
    String transformations = "[]";
    @Nullable String runbook;
    int width = WIDTH;
    int height = HEIGHT;

    private Panel(PanelKind kind, String title, String description, String unit) {
        this.kind = kind;
        this.title = title;
        this.description = description;
        this.unit = unit;
        if (kind == PanelKind.STAT) {
            size(4, 4);
        }
    }

    /**
     * @param description what it shows and what to make of it, in sentences
     * @param unit as Grafana calls it
     */
    static Panel of(PanelKind kind, String title, String description, String unit) {
        return new Panel(kind, title, description, unit);
    }

    static Panel series(String title, String description, String unit) {
        return of(PanelKind.SERIES, title, description, unit);
    }

    static Panel stat(String title, String description, String unit) {
        return of(PanelKind.STAT, title, description, unit);
    }

    /** One more query, named by its letter. */
    Panel query(String expression, String legend) {
        return query(String.valueOf((char) ('A' + queries.size())), expression, legend);
    }

    Panel query(String name, String expression, String legend) {
        queries.add(new Query(name, expression.strip(), legend));
        return this;
    }

    /** Yellow from the first value on and red from the second. */
    Panel limits(double warning, double bad) {
        return step(warning, "yellow").step(bad, "red");
    }

    Panel step(double from, String color) {
        steps.add(new Step(from, color));
        return this;
    }

    /** JSON: words and colours for values. */
    Panel mapped(String json) {
        mappings = json;
        return this;
    }

    /** JSON: what Grafana does to the answers before it shows them. */
    Panel transformed(String json) {
        transformations = json;
        return this;
    }

    /** Which alert's page helps. */
    Panel runbook(String alert) {
        runbook = alert;
        return this;
    }

    Panel size(int newWidth, int newHeight) {
        width = newWidth;
        height = newHeight;
        return this;
    }
}
