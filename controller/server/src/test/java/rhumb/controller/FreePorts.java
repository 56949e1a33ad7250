package rhumb.controller;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * TCP ports of loopback that nobody has and that the system gives to no outgoing connection
 * (net.ipv4.ip_local_port_range begins at 32768): what is to be bound later stays free till then.
 */
final class FreePorts {
    private static final int FIRST = 20_000;
    private static final int COUNT = 12_000;

    private final Set<Integer> given = new TreeSet<>();

    int next() throws IOException {
        while (true) {
            int port = FIRST + RandomGenerator.getDefault().nextInt(COUNT);
            if (given.add(port) && isFree(port)) {
                return port;
            }
        }
    }

    private static boolean isFree(int port) throws IOException {
        try (ServerSocket tried = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return tried.isBound();
        } catch (BindException e) {
            return false;
        }
    }
}
