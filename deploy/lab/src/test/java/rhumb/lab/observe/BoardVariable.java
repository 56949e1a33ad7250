package rhumb.lab.observe;

/** What people choose at the top of a dashboard; its values come from Prometheus. */
enum BoardVariable {
    POPS("pop", "PoP", "up{role=\"forwarder\"}", "pop", true),
    ONE_POP("pop", "PoP", "up{role=\"forwarder\"}", "pop", false),
    LINKS("link", "Link", "rhumb_link_status{view=\"receiver\",pop=~\"$pop\"}", "link", true),
    CLASSES("class", "Class", "rhumb_forwarder_packets_reordered_total", "class", true);

    private final String word;
    private final String title;
    private final String series;
    private final String label;
    private final boolean many;

    BoardVariable(String word, String title, String series, String label, boolean many) {
        this.word = word;
        this.title = title;
        this.series = series;
        this.label = label;
        this.many = many;
    }

    /** What stands for it in expressions, after a dollar sign. */
    String word() {
        return word;
    }

    String title() {
        return title;
    }

    /** Which series have the label. */
    String series() {
        return series;
    }

    String label() {
        return label;
    }

    /** Whether several values can be chosen at once, and all. */
    boolean many() {
        return many;
    }
}
