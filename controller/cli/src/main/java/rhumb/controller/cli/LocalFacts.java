package rhumb.controller.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rhumb.controller.doctor.Facts;
import rhumb.controller.doctor.Setup;
import rhumb.host.main.CommandFailure;
import rhumb.host.main.ExitCode;
import rhumb.host.tls.Credentials;
import rhumb.host.tls.TlsException;
import rhumb.host.tls.TlsFolder;
import rhumb.host.udp.Trains;

/** Looks at this machine. Changes nothing: what it binds it lets go at once. */
final class LocalFacts {
    private static final int CONNECT_MS = 2_000;
    private static final int FIRST_FREE_PORT = 1_024;

    private final List<Setup> setups;
    private final ProcFiles proc;

    LocalFacts(List<Setup> setups, ProcFiles proc) {
        this.setups = setups;
        this.proc = proc;
    }

    /** Reads a configuration. */
    static Setup setup(Path file) {
        return Setup.of(yaml(file));
    }

    static JsonNode yaml(Path file) {
        try {
            JsonNode yaml = new YAMLMapper().readTree(Files.readString(file));
            if (!yaml.isObject()) {
                throw new CommandFailure(
                        ExitCode.CONFIG,
                        file + " holds no configuration: expected keys and values");
            }
            return yaml;
        } catch (IOException e) {
            String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new CommandFailure(
                    ExitCode.CONFIG, file + " cannot be read as a configuration: " + first);
        }
    }

    Facts.Machine machine() {
        return new Facts.Machine(
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.version().feature(),
                proc.number("sys/net/core/rmem_max"),
                proc.openFiles(),
                proc.netAdmin("self"),
                Trains.missing(),
                needs());
    }

    /** By the process where it runs: what a shell may do says little of what a unit gives. */
    List<Facts.Need> needs() {
        List<Facts.Need> needs = new ArrayList<>();
        long open = proc.number("sys/net/ipv4/ip_unprivileged_port_start");
        long firstFree = open < 0 ? FIRST_FREE_PORT : open;
        for (Setup setup : setups) {
            if (setup.tun() != null) {
                needs.add(need(setup, "CAP_NET_ADMIN", "for the TUN device " + setup.tun()));
            }
            for (Setup.Bind bind : setup.binds()) {
                InetSocketAddress address = address(bind.address());
                int port = address == null ? 0 : address.getPort();
                if (port > 0 && port < firstFree) {
                    String why = "for port " + port + " of " + bind.what();
                    needs.add(need(setup, "CAP_NET_BIND_SERVICE", why));
                }
            }
        }
        return needs;
    }

    private Facts.Need need(Setup setup, String capability, String why) {
        Facts.Running process = proc.process(setup.role());
        String pid = process == null ? "self" : Long.toString(process.pid());
        return new Facts.Need(
                setup.role(),
                capability,
                why,
                process == null ? 0 : process.pid(),
                proc.has(pid, capability));
    }

    List<Facts.Port> ports() {
        List<Facts.Port> ports = new ArrayList<>();
        for (Setup setup : setups) {
            for (Setup.Bind bind : setup.binds()) {
                InetSocketAddress address = address(bind.address());
                if (address != null && address.getPort() != 0) {
                    ports.add(port(setup, bind, address));
                }
            }
        }
        return ports;
    }

    private Facts.Port port(Setup setup, Setup.Bind bind, InetSocketAddress address) {
        Facts.Port.State state = state(bind.protocol(), address);
        String holder = "";
        boolean ours = false;
        if (state == Facts.Port.State.TAKEN) {
            Facts.Running process = proc.process(setup.role());
            long pid = proc.holder(bind.protocol(), address);
            // Whose sockets these are only root sees of processes of others.
            ours = process != null && (pid < 0 || pid == process.pid());
            holder =
                    ours && process != null
                            ? "the " + setup.role() + " of Rhumb, pid " + process.pid()
                            : pid < 0 ? "" : proc.command(pid) + ", pid " + pid;
        }
        return new Facts.Port(bind.what(), bind.protocol(), bind.address(), state, holder, ours);
    }

    private static Facts.Port.State state(String protocol, InetSocketAddress address) {
        try {
            if (protocol.equals("udp")) {
                try (DatagramSocket socket = new DatagramSocket(null)) {
                    socket.bind(address);
                }
            } else {
                try (ServerSocket socket = new ServerSocket()) {
                    socket.setReuseAddress(true);
                    socket.bind(address);
                }
            }
            return Facts.Port.State.FREE;
        } catch (IOException e) {
            String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
            return text.contains("assign")
                    ? Facts.Port.State.NO_SUCH_ADDRESS
                    : text.contains("permission") && address.getPort() < FIRST_FREE_PORT
                            ? Facts.Port.State.FORBIDDEN
                            : Facts.Port.State.TAKEN;
        }
    }

    /** Of host:port or [host]:port without asking for names; null when it is none. */
    private static @Nullable InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0 || !text.matches("[0-9a-fA-F.:\\[\\]%]+")) {
            return null;
        }
        try {
            String host = text.substring(0, colon).replace("[", "").replace("]", "");
            return new InetSocketAddress(
                    InetAddress.ofLiteral(host), Integer.parseInt(text.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    List<Facts.Attachment> attachments() {
        List<Facts.Attachment> places = new ArrayList<>();
        for (Setup setup : setups) {
            for (Setup.Bind bind : setup.binds()) {
                InetSocketAddress address = address(bind.address());
                if (bind.uplink() && address != null && !address.getAddress().isAnyLocalAddress()) {
                    places.add(attachment("interface of " + bind.what(), bind, address));
                }
            }
            if (setup.tun() != null) {
                places.add(tun(setup.tun()));
            }
        }
        return places;
    }

    private static Facts.Attachment attachment(
            String what, Setup.Bind bind, InetSocketAddress address) {
        try {
            NetworkInterface found = NetworkInterface.getByInetAddress(address.getAddress());
            return found == null
                    ? new Facts.Attachment(what, bind.address(), false, false, "", -1, false)
                    : new Facts.Attachment(
                            what,
                            bind.address(),
                            false,
                            true,
                            found.getName(),
                            found.getMTU(),
                            found.isUp());
        } catch (IOException e) {
            return new Facts.Attachment(what, bind.address(), false, false, "", -1, false);
        }
    }

    private static Facts.Attachment tun(String name) {
        String what = "TUN device " + name;
        try {
            NetworkInterface found = NetworkInterface.getByName(name);
            return found == null
                    ? new Facts.Attachment(what, "", true, false, name, -1, false)
                    : new Facts.Attachment(
                            what, "", true, true, name, found.getMTU(), found.isUp());
        } catch (IOException e) {
            return new Facts.Attachment(what, "", true, false, name, -1, false);
        }
    }

    List<Facts.Folder> folders() {
        List<Facts.Folder> folders = new ArrayList<>();
        for (Setup setup : setups) {
            if (setup.state() != null) {
                Path path = Path.of(setup.state());
                boolean exists = Files.isDirectory(path);
                folders.add(
                        new Facts.Folder(
                                setup.role() + " state",
                                setup.state(),
                                exists,
                                exists && Files.isWritable(path),
                                exists ? path.toFile().getUsableSpace() : -1));
            }
        }
        return folders;
    }

    /**
     * What certificates say.
     *
     * @param own the operator's folder; null when there is none
     */
    List<Facts.Certificate> certificates(@Nullable Path own, Instant now) {
        List<Path> dirs = new ArrayList<>();
        if (own != null) {
            dirs.add(own);
        }
        for (Setup setup : setups) {
            if (setup.tls() != null && !dirs.contains(Path.of(setup.tls()))) {
                dirs.add(Path.of(setup.tls()));
            }
        }
        return dirs.stream().map(dir -> certificate(dir, now)).toList();
    }

    private static Facts.Certificate certificate(Path dir, Instant now) {
        try {
            Credentials credentials = TlsFolder.open(dir).credentials();
            X509Certificate certificate = credentials.chain().getFirst();
            long left = Duration.between(now, certificate.getNotAfter().toInstant()).toSeconds();
            return new Facts.Certificate(
                    dir.toString(), "", credentials.identity().toString(), left);
        } catch (TlsException e) {
            return new Facts.Certificate(dir.toString(), String.valueOf(e.getMessage()), "", -1);
        }
    }

    List<Facts.Door> doors() {
        List<Facts.Door> doors = new ArrayList<>();
        Set<List<String>> seen = new HashSet<>();
        for (Setup setup : setups) {
            for (String controller : setup.controllers()) {
                if (seen.add(List.of(controller, String.valueOf(setup.tls())))) {
                    doors.add(door(controller, setup.tls()));
                }
            }
        }
        return doors;
    }

    private static Facts.Door door(String address, @Nullable String tls) {
        int colon = address.lastIndexOf(':');
        long beganNs = System.nanoTime();
        try (Socket socket = new Socket()) {
            String host = address.substring(0, colon).replace("[", "").replace("]", "");
            int port = Integer.parseInt(address.substring(colon + 1));
            InetSocketAddress resolved = new InetSocketAddress(host, port);
            if (resolved.isUnresolved()) {
                return shut(address, "the name " + host + " is not known");
            }
            socket.connect(resolved, CONNECT_MS);
            double connectMs = (System.nanoTime() - beganNs) / 1e6;
            return new Facts.Door(
                    address,
                    "",
                    connectMs,
                    tls == null ? null : TlsTrial.on(socket, Path.of(tls), Instant.now()));
        } catch (IOException e) {
            return shut(address, "cannot be reached: " + e.getMessage());
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return shut(address, "is no HOST:PORT");
        }
    }

    private static Facts.Door shut(String address, String trouble) {
        return new Facts.Door(address, trouble, -1, null);
    }
}
