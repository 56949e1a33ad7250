package rhumb.reference;

import rhumb.controller.cli.CommandsPage;

/** A page of the reference, {@code docs/reference/NAME.md}. */
enum Page {
    commands,
    configuration,
    metrics,
    events,
    drops;

    String text() {
        return switch (this) {
            case commands -> CommandsPage.text();
            case configuration -> ConfigurationPage.text();
            case metrics -> MetricsPage.text();
            case events -> EventsPage.text();
            case drops -> DropsPage.text();
        };
    }

    String file() {
        return name() + ".md";
    }
}
