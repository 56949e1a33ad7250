package rhumb.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder that is gone afterwards, where references of other makes are built and run. */
public final class Workshop implements AutoCloseable {
    private final Path folder;

    public Workshop() throws IOException {
        folder = Files.createTempDirectory("rhumb-bench");
    }

    /** Where a file of this name lies, or will. */
    public Path file(String name) {
        return folder.resolve(name);
    }

    /** Takes a file out of the jar, by its path there. */
    public Path resource(String path) throws IOException {
        Path file = file(path.substring(path.lastIndexOf('/') + 1));
        try (InputStream text = Workshop.class.getResourceAsStream(path)) {
            if (text == null) {
                throw new IOException("the jar lacks " + path);
            }
            Files.write(file, text.readAllBytes());
        }
        return file;
    }

    /** Compiles a program in C that is in the jar; gives where it lies. */
    public Path compile(String path) throws IOException {
        String source = resource(path + ".c").toString();
        Path program = file(path.substring(path.lastIndexOf('/') + 1));
        run("gcc", "-O2", "-o", program.toString(), source);
        return program;
    }

    /** Runs a command to its end and gives what it said; an exception when it failed. */
    public String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + said.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroy();
            throw new IOException(e);
        }
        return said;
    }

    @Override
    public void close() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
