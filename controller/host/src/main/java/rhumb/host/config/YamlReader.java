package rhumb.host.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Reads YAML text with Jackson's parser into {@link YamlNode}s, which keep their places. */
final class YamlReader {
    private static final YAMLFactory YAML = new YAMLFactory();

    private final YAMLParser parser;
    private final Problems problems;

    private YamlReader(YAMLParser parser, Problems problems) {
        this.parser = parser;
        this.problems = problems;
    }

    /** The document; an empty mapping with a problem told when the text is no YAML. */
    static YamlNode read(String text, Problems problems) {
        YamlNode nothing = new YamlNode.Mapping(1, 1, Map.of());
        try (YAMLParser parser = YAML.createParser(text)) {
            YamlReader reader = new YamlReader(parser, problems);
            if (parser.nextToken() == null) {
                return nothing;
            }
            YamlNode root = reader.node();
            if (parser.nextToken() != null) {
                problems.add(
                        parser.currentTokenLocation().getLineNr(),
                        parser.currentTokenLocation().getColumnNr(),
                        "",
                        "a second document starts here; expected one document in the file");
            }
            return root;
        } catch (JsonProcessingException e) {
            if (e.getCause() instanceof MarkedYAMLException marked) {
                Mark at = marked.getProblemMark();
                problems.add(
                        at.getLine() + 1,
                        at.getColumn() + 1,
                        "",
                        "not YAML: " + marked.getProblem());
            } else {
                JsonLocation at = e.getLocation();
                problems.add(
                        at == null ? 1 : at.getLineNr(),
                        at == null ? 1 : at.getColumnNr(),
                        "",
                        "not YAML: " + e.getOriginalMessage().lines().findFirst().orElse(""));
            }
            return nothing;
        } catch (IOException e) {
            throw new AssertionError("text in memory cannot fail to be read", e);
        }
    }

    private YamlNode node() throws IOException {
        int line = parser.currentTokenLocation().getLineNr();
        int column = parser.currentTokenLocation().getColumnNr();
        if (parser.isCurrentAlias()) {
            problems.add(line, column, "", "YAML aliases are not taken; write the value out");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> mapping(line, column);
            case START_ARRAY -> sequence(line, column);
            case VALUE_NUMBER_INT -> scalar(line, column, YamlNode.Scalar.What.NUMBER);
            case VALUE_NUMBER_FLOAT -> scalar(line, column, YamlNode.Scalar.What.FRACTION);
            case VALUE_TRUE, VALUE_FALSE -> scalar(line, column, YamlNode.Scalar.What.BOOLEAN);
            case VALUE_NULL -> scalar(line, column, YamlNode.Scalar.What.EMPTY);
            default -> scalar(line, column, YamlNode.Scalar.What.TEXT);
        };
    }

    private YamlNode scalar(int line, int column, YamlNode.Scalar.What what) throws IOException {
        String text = parser.getText();
        return new YamlNode.Scalar(line, column, text == null ? "" : text, what);
    }

    private YamlNode sequence(int line, int column) throws IOException {
        List<YamlNode> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node());
        }
        return new YamlNode.Sequence(line, column, items);
    }

    private YamlNode mapping(int line, int column) throws IOException {
        Map<YamlNode.Key, YamlNode> entries = new LinkedHashMap<>();
        Set<String> names = new HashSet<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            JsonLocation at = parser.currentTokenLocation();
            String name = parser.currentName();
            YamlNode.Key key = new YamlNode.Key(at.getLineNr(), at.getColumnNr(), name);
            if (!names.add(name)) {
                problems.add(key.line(), key.column(), name, "is written twice; keep one");
            }
            parser.nextToken();
            entries.put(key, node());
        }
        return new YamlNode.Mapping(line, column, entries);
    }
}
