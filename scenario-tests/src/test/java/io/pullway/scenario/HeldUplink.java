package io.pullway.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP relay in front of a server that can hold what clients send: it takes it and passes nothing on, while
 * the other direction flows. Any thread may call any method.
 */
final class HeldUplink implements AutoCloseable {
    private static final int BUFFER = 64 * 1_024;

    private final ServerSocket door;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private boolean held;

    /** @param target port of the server, on loopback */
    HeldUplink(int target) {
        this.target = target;
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    synchronized void hold() {
        held = true;
    }

    /** Ends all connections, with what they held, and holds no further one. */
    void drop() {
        sockets.forEach(HeldUplink::end);
        sockets.clear();
        synchronized (this) {
            held = false;
            notifyAll();
        }
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        drop();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = door.accept();
                sockets.add(client);
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(server);
                Thread.ofVirtual().start(() -> pump(client, server, true));
                Thread.ofVirtual().start(() -> pump(server, client, false));
            }
        } catch (IOException closed) {
            // The end of the relay, or of its server.
        }
    }

    private void pump(Socket from, Socket to, boolean uplink) {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                if (uplink) {
                    awaitRelease();
                }
                out.write(buffer, 0, length);
            }
        } catch (IOException | InterruptedException ended) {
            // Whichever side ended: both do.
        }
        end(from);
        end(to);
    }

    private synchronized void awaitRelease() throws InterruptedException {
        while (held) {
            wait();
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
