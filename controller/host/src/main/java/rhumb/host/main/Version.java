package rhumb.host.main;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine;

/** The version of this build, written by Maven into a resource; for {@code --version} and logs. */
public final class Version implements CommandLine.IVersionProvider {
    private static final String RESOURCE = "/rhumb/host/version.properties";
    private static final String TEXT = read();

    /** Such as {@code 0.1.0}. */
    public static String text() {
        return TEXT;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"rhumb " + TEXT};
    }

    private static String read() {
        Properties properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream(RESOURCE)) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "unknown");
    }
}
