package rhumb.controller.io;

import rhumb.controller.commit.CommitRefused;
import rhumb.controller.commit.IntentReader;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.RuleIntent;
import rhumb.host.config.ConfigException;
import rhumb.host.config.ConfigFile;

/** Intents and rules as YAML; see {@link ConfigFile}. */
public final class YamlIntent implements IntentReader {
    @Override
    public Intent intent(String document) throws CommitRefused {
        return read("intent", document, Intent.class);
    }

    @Override
    public RuleIntent rule(String name, String document) throws CommitRefused {
        return read(name, document, RuleIntent.class);
    }

    private static <T extends Record> T read(String source, String document, Class<T> type)
            throws CommitRefused {
        try {
            return ConfigFile.parse(source, document, type);
        } catch (ConfigException e) {
            throw CommitRefused.invalid(e.problems());
        }
    }
}
