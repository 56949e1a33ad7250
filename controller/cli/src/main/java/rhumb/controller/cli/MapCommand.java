package rhumb.controller.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import rhumb.host.main.CommandFailure;
import rhumb.host.main.ExitCode;

/** {@code rhumb map}: the controller's page for a browser that has no certificate. */
@Command(
        name = "map",
        description = {
            "Show the controller's map in a browser of this machine: open the address that is printed. It ends with Ctrl-C.",
            "What the page reads is read with your certificate (--tls-dir); nothing is changed by it."
        })
final class MapCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Rhumb rhumb;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "0",
            description = "port of 127.0.0.1 (default: any that is free)")
    private int port;

    @Override
    public Integer call() {
        String at = rhumb.address();
        Sealed sealed = at.startsWith("https:") ? Sealed.from(rhumb.tlsFolder()) : null;
        try (MapProxy proxy = MapProxy.open(at, sealed, port)) {
            rhumb.out().println(proxy.address());
            rhumb.out().flush();
            new CountDownLatch(1).await();
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.REFUSED, "cannot listen on 127.0.0.1:" + port + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.OK.status();
    }
}
