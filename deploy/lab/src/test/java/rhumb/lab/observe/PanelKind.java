package rhumb.lab.observe;

/** Kinds of panels, each with the options that all panels of the kind share. */
enum PanelKind {
    SERIES(
            "timeseries",
            """
            {"legend": {"displayMode": "table", "placement": "bottom", "showLegend": true,
              "calcs": ["lastNotNull", "max"]},
             "tooltip": {"mode": "multi", "sort": "desc"}}\
            """,
            """
            {"drawStyle": "line", "lineWidth": 1, "fillOpacity": 8, "showPoints": "auto",
             "spanNulls": false}\
            """),
    STAT(
            "stat",
            """
            {"colorMode": "value", "graphMode": "area", "justifyMode": "auto", "textMode": "auto",
             "wideLayout": true, "showPercentChange": false, "percentChangeColorMode": "standard",
             "orientation": "auto",
             "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": false}}\
            """,
            "{}"),
    BARS(
            "bargauge",
            """
            {"displayMode": "basic", "minVizHeight": 16, "minVizWidth": 8, "maxVizHeight": 300,
             "namePlacement": "auto", "showUnfilled": true, "sizing": "auto", "valueMode": "color",
             "orientation": "horizontal",
             "legend": {"displayMode": "list", "placement": "bottom", "showLegend": false, "calcs": []},
             "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": false}}\
            """,
            "{}"),
    HEATMAP(
            "heatmap",
            """
            {"calculate": false, "cellGap": 1,
             "color": {"mode": "scheme", "scheme": "Oranges", "fill": "dark-orange", "steps": 64,
              "exponent": 0.5, "reverse": false},
             "exemplars": {"color": "rgba(255,0,255,0.7)"},
             "legend": {"show": true},
             "rowsFrame": {"layout": "auto"},
             "showValue": "never",
             "tooltip": {"mode": "single", "yHistogram": true},
             "yAxis": {"axisPlacement": "left", "unit": "s"}}\
            """,
            "{}"),
    TIMELINE(
            "state-timeline",
            """
            {"alignValue": "left", "mergeValues": true, "rowHeight": 0.9, "showValue": "auto",
             "legend": {"displayMode": "list", "placement": "bottom", "showLegend": true, "calcs": []},
             "tooltip": {"mode": "single", "sort": "none"}}\
            """,
            """
            {"fillOpacity": 70, "lineWidth": 0}\
            """),
    TABLE(
            "table",
            """
            {"cellHeight": "sm", "frameIndex": 0, "showHeader": true}\
            """,
            "{}"),
    MAP(
            "geomap",
            """
            {"basemap": {"type": "default", "name": "Base map"},
             "controls": {"mouseWheelZoom": true, "showAttribution": true, "showZoom": true},
             "layers": [
              {"type": "markers", "name": "PoPs", "tooltip": true,
               "location": {"mode": "coords", "latitude": "latitude", "longitude": "longitude"},
               "config": {"showLegend": true,
                "style": {"color": {"field": "worst link", "fixed": "dark-green"},
                 "opacity": 0.8, "size": {"fixed": 8, "min": 4, "max": 16},
                 "text": {"field": "pop", "fixed": "", "mode": "field"},
                 "textConfig": {"fontSize": 12, "offsetX": 0, "offsetY": -14,
                  "textAlign": "center", "textBaseline": "middle"}}}}],
             "tooltip": {"mode": "details"},
             "view": {"id": "fit", "allLayers": true, "lat": 0, "lon": 0, "zoom": 2}}\
            """,
            "{}"),
    GRAPH(
            "nodeGraph",
            """
            {"layoutAlgorithm": "force", "zoomMode": "cooperative"}\
            """,
            "{}");

    private final String type;
    private final String options;
    private final String custom;

    PanelKind(String type, String options, String custom) {
        this.type = type;
        this.options = options;
        this.custom = custom;
    }

    /** As Grafana calls it. */
    String type() {
        return type;
    }

    /** JSON. */
    String options() {
        return options;
    }

    /** What the kind adds to the configuration of fields, JSON. */
    String custom() {
        return custom;
    }

    /** Whether each query gives one table of the newest values. */
    boolean tables() {
        return this == TABLE || this == MAP || this == GRAPH;
    }
}
