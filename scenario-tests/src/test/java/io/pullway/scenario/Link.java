package io.pullway.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * A TCP relay in front of a server that does what networks do: it takes its time, or passes nothing on in
 * either direction while both ends believe that they are connected, or only nothing of what clients send. Any
 * thread may call any method.
 */
final class Link implements Endpoint, AutoCloseable {
    private static final int BUFFER = 64 * 1_024;

    private final ServerSocket door;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile long delayNanos;
    private boolean cut;
    private boolean uplinkHeld;

    private record Chunk(long arrived, byte[] bytes) {}

    /** @param target port of the server, on loopback */
    Link(int target) {
        this.target = target;
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** For whoever is to be behind it. */
    @Override
    public int port() {
        return door.getLocalPort();
    }

    /** For a NATS client behind it. */
    String natsUrl() {
        return "nats://127.0.0.1:" + port();
    }

    /** How long everything takes from now on, in each direction. */
    void delay(Duration oneWay) {
        delayNanos = oneWay.toNanos();
    }

    /** Nothing passes until {@link #mend}. */
    synchronized void cut() {
        cut = true;
    }

    /** Takes what clients send and passes nothing of it on until {@link #mend}; the other direction flows. */
    synchronized void holdUplink() {
        uplinkHeld = true;
    }

    /** Ends all connections, with what was on its way, and mends. */
    void drop() {
        sockets.forEach(Link::end);
        sockets.clear();
        mend();
    }

    /** What was on its way at the cut arrives now, as TCP would send it again. */
    synchronized void mend() {
        cut = false;
        uplinkHeld = false;
        notifyAll();
    }

    @Override
    public void close() {
        end(door);
        drop();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                sockets.add(client);
                Thread.ofVirtual().start(() -> connect(client));
            } catch (IOException closed) {
                // The end of the relay.
            }
        }
    }

    private void connect(Socket client) {
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            sockets.add(server);
            carry(client, server, true);
            carry(server, client, false);
        } catch (IOException noServer) {
            end(client);
        }
    }

    private void carry(Socket from, Socket to, boolean uplink) {
        BlockingQueue<Chunk> chunks = new LinkedBlockingQueue<>();
        Thread.ofVirtual().start(() -> read(from, chunks));
        Thread.ofVirtual().start(() -> write(chunks, from, to, uplink));
    }

    private static void read(Socket from, BlockingQueue<Chunk> chunks) {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                chunks.add(new Chunk(System.nanoTime(), Arrays.copyOf(buffer, length)));
            }
        } catch (IOException ended) {
            // As an end that was said.
        }
        chunks.add(new Chunk(System.nanoTime(), new byte[0]));
    }

    private void write(BlockingQueue<Chunk> chunks, Socket from, Socket to, boolean uplink) {
        try {
            OutputStream out = to.getOutputStream();
            for (Chunk chunk = chunks.take(); chunk.bytes().length > 0; chunk = chunks.take()) {
                LockSupport.parkNanos(chunk.arrived() + delayNanos - System.nanoTime());
                awaitPassing(uplink);
                out.write(chunk.bytes());
            }
        } catch (IOException | InterruptedException ended) {
            // Whichever side ended: both do.
        }
        end(from);
        end(to);
    }

    private synchronized void awaitPassing(boolean uplink) throws InterruptedException {
        while (cut || uplink && uplinkHeld) {
            wait();
        }
    }

    private static void end(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
