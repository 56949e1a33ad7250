package rhumb.controller.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Judges what was found. */
public final class Doctor {
    static final int JAVA = 25;

    /** What sockets ask for. */
    static final long SOCKET_BYTES = 4 << 20;

    static final long OPEN_FILES = 4_096;
    static final int MTU = 1_500;

    /** Of IPv6; below it nothing works reliably. */
    static final int LEAST_MTU = 1_280;

    /** RTP over UDP over IP rarely has more; what is longer is sent in pieces or not at all. */
    static final int PAYLOAD_BYTES = 1_200;

    private static final long MIB = 1 << 20;
    private static final long FREE_BYTES = 1_024 * MIB;
    private static final long LEAST_FREE_BYTES = 64 * MIB;
    private static final long DAY_S = 86_400;
    private static final long RENEW_S = 14 * DAY_S;
    private static final long OFFSET_MS = 2_000;

    /** Certificates and tokens are judged by the clock. */
    private static final long WORST_OFFSET_MS = 60_000;

    private Doctor() {}

    /** All checks, in the order in which one would look. */
    public static List<Check> examine(Facts facts) {
        List<Check> checks = new ArrayList<>();
        machine(checks, facts.machine(), facts.processes());
        facts.processes().forEach(process -> checks.add(process(process)));
        facts.ports().forEach(port -> checks.add(port(port)));
        facts.attachments().forEach(place -> checks.add(attachment(place)));
        facts.folders().forEach(folder -> checks.add(folder(folder)));
        facts.certificates().forEach(certificate -> checks.add(certificate(certificate)));
        facts.doors()
                .forEach(door -> {
                    checks.add(door(door));
                    if (door.handshake() != null) {
                        checks.add(handshake(door.address(), door.handshake()));
                    }
                });
        if (facts.controller() != null) {
            controller(checks, facts.controller());
        }
        return checks;
    }

    /** 0: all is well; 1: something could be better; 2: something does not work. */
    public static int status(List<Check> checks) {
        return checks.stream().mapToInt(check -> check.level().ordinal()).max().orElse(0);
    }

    private static void machine(
            List<Check> checks, Facts.Machine machine, List<Facts.Running> processes) {
        checks.add(
                machine.javaFeature() == JAVA
                        ? Check.ok("java", "Java " + machine.javaFeature())
                        : Check.fail(
                                "java",
                                "Java " + machine.javaFeature(),
                                "install a JDK " + JAVA + ", or set JAVA_HOME to one"));
        boolean batched =
                machine.system().equals("Linux")
                        && List.of("amd64", "x86_64", "aarch64").contains(machine.architecture());
        String place = machine.system() + " on " + machine.architecture();
        checks.add(
                batched
                        ? Check.ok(
                                "datagrams", place + ": batched system calls (recvmmsg, sendmmsg)")
                        : Check.warn(
                                "datagrams",
                                place + ": one system call a packet (NIO)",
                                "for full speed run forwarders on Linux, x86_64 or aarch64"));
        if (batched) {
            checks.add(trains(machine));
        }
        checks.add(buffers(machine, processes));
        if (machine.openFiles() >= 0) {
            checks.add(
                    machine.openFiles() >= OPEN_FILES
                            ? Check.ok("open files", machine.openFiles() + " a process")
                            : Check.warn(
                                    "open files",
                                    machine.openFiles() + " a process",
                                    "raise the limit to "
                                            + OPEN_FILES
                                            + " or more: LimitNOFILE= in the unit, or ulimit -Hn"));
        }
        machine.needs().forEach(need -> checks.add(need(need)));
    }

    private static Check trains(Facts.Machine machine) {
        String subject = "trains of datagrams";
        String missing = machine.trainsMissing();
        return missing.isEmpty()
                ? Check.ok(subject, "the kernel joins and cuts them (UDP_GRO, UDP_SEGMENT)")
                : Check.warn(
                        subject,
                        "the kernel lacks "
                                + (missing.equals("both") ? "UDP_GRO and UDP_SEGMENT" : missing)
                                + ": more processor time a packet",
                        "Linux 5.0 or later has them; in a sandbox (gVisor), run forwarders outside");
    }

    private static Check need(Facts.Need need) {
        String subject = need.role() + " " + need.capability();
        if (need.has()) {
            return Check.ok(subject, "there, " + need.why());
        }
        String todo =
                "AmbientCapabilities="
                        + need.capability()
                        + " in the unit of the "
                        + need.role()
                        + (need.capability().equals("CAP_NET_ADMIN")
                                ? ", as the example forwarder-tun.conf has it (docs/install.md)"
                                : "");
        return need.pid() > 0
                ? Check.fail(subject, "missing in pid " + need.pid() + ", " + need.why(), todo)
                : Check.warn(
                        subject,
                        "needed " + need.why() + "; the process does not run, this shell lacks it",
                        todo);
    }

    private static Check buffers(Facts.Machine machine, List<Facts.Running> processes) {
        String subject = "socket buffers";
        if (machine.rmemMaxBytes() < 0) {
            return Check.warn(
                    subject,
                    "the system does not tell its limit",
                    "see that sockets may have receive buffers of " + SOCKET_BYTES / MIB + " MiB");
        }
        String found = "net.core.rmem_max is " + machine.rmemMaxBytes() + " bytes";
        boolean forced =
                processes.isEmpty()
                        ? machine.netAdmin()
                        : processes.stream()
                                .filter(process -> !process.role().equals("controller"))
                                .allMatch(Facts.Running::netAdmin);
        if (machine.rmemMaxBytes() >= SOCKET_BYTES) {
            return Check.ok(subject, found);
        }
        return forced
                ? Check.ok(subject, found + ", and CAP_NET_ADMIN goes beyond it")
                : Check.warn(
                        subject,
                        found + ": bursts of media are lost in the kernel",
                        "sysctl -w net.core.rmem_max=" + SOCKET_BYTES + ", and in /etc/sysctl.d");
    }

    private static Check process(Facts.Running process) {
        String subject = process.role() + " process";
        return process.nativeAccess()
                ? Check.ok(subject, "runs, pid " + process.pid())
                : Check.warn(
                        subject,
                        "runs, pid " + process.pid() + ", without --enable-native-access",
                        "start it by the rhumb command, which passes"
                                + " --enable-native-access=ALL-UNNAMED");
    }

    private static Check port(Facts.Port port) {
        String subject = port.what() + ", " + port.protocol() + " " + port.address();
        String holder = port.holder().isEmpty() ? "somebody" : port.holder();
        return switch (port.state()) {
            case FREE -> Check.ok(subject, "free");
            case TAKEN ->
                    port.ours()
                            ? Check.ok(subject, "held by " + holder)
                            : Check.fail(
                                    subject,
                                    "held by " + holder,
                                    "end that process or choose another port"
                                            + (port.holder().isEmpty()
                                                    ? "; as root this says who it is"
                                                    : ""));
            case NO_SUCH_ADDRESS ->
                    Check.fail(
                            subject,
                            "this machine has no such address",
                            "correct it in the configuration, or give the machine the address"
                                    + " (`ip address`)");
            case FORBIDDEN ->
                    Check.warn(
                            subject,
                            "this shell may not open it: ports below 1024 take"
                                    + " CAP_NET_BIND_SERVICE",
                            "AmbientCapabilities=CAP_NET_BIND_SERVICE in the unit; run this as root"
                                    + " to look");
        };
    }

    private static Check attachment(Facts.Attachment place) {
        String subject = place.what();
        if (place.tun()) {
            return tun(place);
        }
        if (!place.present()) {
            return Check.fail(
                    subject,
                    "no interface has " + place.address(),
                    "correct the address in the configuration, or bring the interface up");
        }
        String found = place.name() + ", MTU " + place.mtu() + (place.up() ? "" : ", down");
        if (!place.up()) {
            return Check.fail(subject, found, "ip link set " + place.name() + " up");
        }
        if (place.mtu() < LEAST_MTU) {
            return Check.fail(
                    subject, found, "give it an MTU of " + MTU + ": media packets do not fit");
        }
        return place.mtu() < MTU
                ? Check.warn(
                        subject,
                        found,
                        "media packets have less room than usual: see `rhumb trace` for what"
                                + " crosses, or raise the MTU to "
                                + MTU)
                : Check.ok(subject, found);
    }

    /** Whether it may be made is said by {@link Facts.Need}. */
    private static Check tun(Facts.Attachment place) {
        return Check.ok(
                place.what(),
                place.present()
                        ? place.name() + ", MTU " + place.mtu()
                        : "not there yet: the forwarder makes it");
    }

    private static Check folder(Facts.Folder folder) {
        String subject = folder.what() + " " + folder.path();
        if (!folder.exists()) {
            return Check.fail(
                    subject,
                    "there is no such folder",
                    "make it, and give it to the user of the process: install -d -m 700 "
                            + folder.path());
        }
        if (!folder.writable()) {
            return Check.warn(
                    subject,
                    "this shell may not write there",
                    "see that the user of the process may, or run this as that user");
        }
        String found = folder.freeBytes() / MIB + " MiB free";
        return folder.freeBytes() < LEAST_FREE_BYTES
                ? Check.fail(subject, found, "make room: what is committed could not be kept")
                : folder.freeBytes() < FREE_BYTES
                        ? Check.warn(subject, found, "make room soon")
                        : Check.ok(subject, found);
    }

    private static Check certificate(Facts.Certificate certificate) {
        String subject = "certificate in " + certificate.folder();
        if (!certificate.trouble().isEmpty()) {
            return Check.fail(
                    subject, certificate.trouble(), "`rhumb pki enrol` makes it (docs/pki.md)");
        }
        long days = certificate.secondsLeft() / DAY_S;
        String found = certificate.identity() + ", " + days + " days left";
        return certificate.secondsLeft() <= 0
                ? Check.fail(
                        subject,
                        certificate.identity() + ", too old since " + -days + " days",
                        "`rhumb pki enrol` with a new token")
                : certificate.secondsLeft() < RENEW_S
                        ? Check.warn(
                                subject, found, "`rhumb pki enrol` with a new token, or renew it")
                        : Check.ok(subject, found);
    }

    private static Check door(Facts.Door door) {
        String subject = "controller at " + door.address();
        return door.trouble().isEmpty()
                ? Check.ok(
                        subject, String.format(Locale.ROOT, "reached in %.1f ms", door.connectMs()))
                : Check.fail(
                        subject,
                        door.trouble(),
                        "see that it runs, that its southbound address is right, and that no packet"
                                + " filter is between");
    }

    private static Check handshake(String address, Facts.Handshake handshake) {
        String subject = "TLS with " + address;
        if (!handshake.trouble().isEmpty()) {
            return Check.fail(
                    subject,
                    handshake.trouble(),
                    "compare ca.crt on both sides and the clocks; `rhumb pki enrol` makes what is"
                            + " missing (docs/pki.md)");
        }
        long days = handshake.secondsLeft() / DAY_S;
        String found = handshake.peer() + ", " + days + " days left, takes " + handshake.own();
        return handshake.secondsLeft() < RENEW_S
                ? Check.warn(subject, found, "`rhumb pki renew` on the controller's machine, soon")
                : Check.ok(subject, found);
    }

    private static void controller(List<Check> checks, Facts.Controller controller) {
        String subject = "northbound " + controller.address();
        if (!controller.trouble().isEmpty()) {
            checks.add(
                    Check.warn(
                            subject,
                            controller.trouble(),
                            "what the controller knows of this PoP was not looked at: name it with"
                                    + " --controller"));
            return;
        }
        boolean started = controller.phase().equals("FIRST_UPDATE");
        checks.add(
                started
                        ? Check.ok(subject, "answers, start-up is over")
                        : Check.warn(
                                subject,
                                "answers, start-up phase " + controller.phase(),
                                "wait; `rhumb show pops` says who is missing"));
        checks.add(clock(controller));
        if (controller.pop() != null) {
            pop(checks, controller.pop());
        }
        controller.marks().forEach(marks -> checks.add(marks(marks)));
        controller.mtus().forEach(mtu -> checks.add(mtu(mtu)));
    }

    private static Check clock(Facts.Controller controller) {
        if (controller.offsetMs() == Long.MIN_VALUE) {
            return Check.warn(
                    "clock",
                    "the controller does not tell its time",
                    "compare it by hand: date -u");
        }
        long offMs = Math.abs(controller.offsetMs());
        String found =
                String.format(
                        Locale.ROOT,
                        "%.1f s %s the controller's, give or take %.1f s",
                        offMs / 1e3,
                        controller.offsetMs() > 0 ? "behind" : "ahead of",
                        controller.errorMs() / 1e3);
        String todo = "synchronise the clocks of both: timedatectl, chronyc tracking";
        return offMs - controller.errorMs() > WORST_OFFSET_MS
                ? Check.fail("clock", found, todo + "; certificates are judged by them")
                : offMs - controller.errorMs() > OFFSET_MS
                        ? Check.warn("clock", found, todo)
                        : Check.ok("clock", found);
    }

    private static void pop(List<Check> checks, Facts.Pop pop) {
        String subject = "PoP " + pop.name();
        if (!pop.known()) {
            checks.add(
                    Check.fail(
                            subject,
                            "the controller's intent has no such PoP",
                            "correct pop: in the configuration, or add it to the intent"));
            return;
        }
        checks.add(session(pop, "agent", pop.agent()));
        checks.add(session(pop, "forwarder", pop.forwarder()));
        String found =
                String.format(
                        Locale.ROOT,
                        "%d up, %d degraded, %d down, %d unknown",
                        pop.up(),
                        pop.degraded(),
                        pop.down(),
                        pop.unknown());
        boolean none = pop.up() + pop.degraded() == 0;
        checks.add(
                pop.down() == 0 && pop.unknown() == 0 && pop.degraded() == 0
                        ? Check.ok(subject + ", links", found)
                        : none
                                ? Check.fail(
                                        subject + ", links",
                                        found,
                                        "let UDP in and out on the probe and data addresses of this"
                                                + " PoP; `rhumb show links --pop "
                                                + pop.name()
                                                + " --bad`")
                                : Check.warn(
                                        subject + ", links",
                                        found,
                                        "`rhumb show links --pop " + pop.name() + " --bad`"));
    }

    private static Check session(Facts.Pop pop, String role, String state) {
        String subject = "PoP " + pop.name() + ", " + role;
        return state.equals("connected")
                ? Check.ok(subject, "connected to the controller")
                : Check.fail(
                        subject,
                        state.equals("lost")
                                ? "its session with the controller was lost"
                                : "never connected to the controller",
                        "start it, and read its log: it says why it cannot connect");
    }

    private static Check marks(Facts.Marks marks) {
        String subject = "DSCP on " + marks.link();
        if (marks.known() == 0) {
            return Check.warn(
                    subject, "not known yet", "`rhumb dscp-audit` tries all code points at once");
        }
        String found =
                marks.surviving() + " of " + marks.known() + " survive, " + marks.behaviour();
        return marks.surviving() == marks.known()
                ? Check.ok(subject, found)
                : Check.warn(
                        subject,
                        found,
                        "media get the nearest code point that survives; ask the provider to keep"
                                + " DSCP");
    }

    private static Check mtu(Facts.PathMtu mtu) {
        String subject = "path to " + mtu.pop();
        return mtu.payloadBytes() < 0
                ? Check.fail(
                        subject,
                        "no packet of any size came back",
                        "`rhumb trace` says where it ends")
                : mtu.payloadBytes() < PAYLOAD_BYTES
                        ? Check.warn(
                                subject,
                                "media packets of " + mtu.payloadBytes() + " bytes cross",
                                "raise the MTU on the way; longer packets are lost")
                        : Check.ok(
                                subject, "media packets of " + mtu.payloadBytes() + " bytes cross");
    }
}
