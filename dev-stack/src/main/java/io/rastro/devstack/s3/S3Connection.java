package io.rastro.devstack.s3;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A client's connection: one request after the other, each over a connection of its own to the real S3. */
final class S3Connection implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(S3Connection.class);
    private static final int CONNECT_MILLIS = 5_000;

    /** How long an S3 that stops reading may take to say why. */
    private static final int EARLY_ANSWER_MILLIS = 2_000;

    private final Socket client;
    private final InetSocketAddress real;
    private final BiFunction<S3Call, String, Optional<InjectedFault>> faults;

    S3Connection(Socket client, InetSocketAddress real, BiFunction<S3Call, String, Optional<InjectedFault>> faults) {
        this.client = client;
        this.real = real;
        this.faults = faults;
    }

    @Override
    public void run() {
        try (client) {
            client.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(client.getInputStream(), 16 << 10);
            boolean goesOn = true;
            while (goesOn) {
                HttpHead head = HttpHead.readFrom(in);
                goesOn = head != null && new Request(head, in).isServed();
            }
        } catch (InterruptedException | IOException e) {
            LOG.debug("a connection ends: {}", e.toString());
            reset();
        }
    }

    /** RST: the other side sees it at once, whatever is still on the way. */
    void reset() {
        reset(client);
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException closedAlready) {
            LOG.debug("closed already: {}", closedAlready.toString());
        }
    }

    private final class Request {

        private final HttpHead head;
        private final HttpBody body;
        private final OutputStream out;
        private final @Nullable InjectedFault fault;

        Request(HttpHead head, InputStream in) throws IOException {
            this.head = head;
            this.body = HttpBody.ofRequest(head, in);
            this.out = client.getOutputStream();
            String target = head.target();
            this.fault = faults.apply(S3Call.of(head.method(), target), target.split("\\?", 2)[0])
                    .orElse(null);
        }

        /** @return whether another request can follow */
        boolean isServed() throws IOException, InterruptedException {
            if (isBroken(S3Fault.Stage.BEFORE)) {
                return broken();
            }
            try (Socket server = new Socket()) {
                server.connect(real, CONNECT_MILLIS);
                server.setTcpNoDelay(true);
                return pass(server);
            }
        }

        private boolean pass(Socket server) throws IOException, InterruptedException {
            InputStream from = new BufferedInputStream(server.getInputStream(), 16 << 10);
            OutputStream to = server.getOutputStream();
            to.write(head.bytes());
            if (head.expectsContinue()) {
                HttpHead first = answer(from);
                if (first.status() != 100) {
                    passBack(first, from);
                    return false;
                }
                out.write(first.bytes());
            }
            boolean isWhole;
            try {
                copy(body, to, Math.max(1, head.length() / 2));
                if (isBroken(S3Fault.Stage.HALFWAY)) {
                    reset(server);
                    return broken();
                }
                copy(body, to, Long.MAX_VALUE);
                isWhole = true;
            } catch (IOException stopsReading) {
                server.setSoTimeout(EARLY_ANSWER_MILLIS);
                isWhole = false;
            }
            HttpHead answer = answer(from);
            if (isBroken(S3Fault.Stage.AFTER)) {
                return broken();
            }
            passBack(answer, from);
            return isWhole && head.keepsAlive() && answer.keepsAlive();
        }

        private static HttpHead answer(InputStream from) throws IOException {
            HttpHead answer = HttpHead.readFrom(from);
            if (answer == null) {
                throw new IOException("S3 does not answer");
            }
            return answer;
        }

        private void passBack(HttpHead answer, InputStream from) throws IOException, InterruptedException {
            out.write(answer.bytes());
            copy(HttpBody.ofAnswer(answer, head.method(), from), out, Long.MAX_VALUE);
            out.flush();
        }

        /** Whether the request ends here; a fault that lets it go on has had its time when this returns. */
        private boolean isBroken(S3Fault.Stage stage) throws IOException, InterruptedException {
            if (fault == null || fault.fault().stage() != stage) {
                return false;
            }
            S3Fault.Effect effect = fault.fault().effect();
            if (effect instanceof S3Fault.Effect.Hang) {
                fault.awaitHealed();
                requireNotCut();
            } else if (effect instanceof S3Fault.Effect.Slow slow) {
                fault.pause(slow.delay());
            }
            return effect instanceof S3Fault.Effect.Answer || effect instanceof S3Fault.Effect.Reset;
        }

        private void requireNotCut() throws IOException {
            if (client.isClosed()) {
                throw new IOException("the connection was cut while it hung");
            }
        }

        private boolean broken() throws IOException, InterruptedException {
            if (fault != null && fault.fault().effect() instanceof S3Fault.Effect.Answer error) {
                copy(body, OutputStream.nullOutputStream(), Long.MAX_VALUE);
                out.write(S3Error.answer(error.status(), head.method()));
                out.flush();
                return head.keepsAlive();
            }
            reset();
            return false;
        }

        private void copy(HttpBody from, OutputStream to, long atMost) throws IOException, InterruptedException {
            long rate = fault != null && fault.fault().effect() instanceof S3Fault.Effect.Slow slow
                    ? slow.bytesPerSecond()
                    : 0;
            byte[] buffer = new byte[32 << 10];
            int piece = rate == 0 ? buffer.length : (int) Math.max(1, Math.min(buffer.length, rate / 20));
            long copied = 0;
            while (copied < atMost) {
                int read = from.read(buffer, (int) Math.min(piece, atMost - copied));
                if (read < 0) {
                    return;
                }
                to.write(buffer, 0, read);
                copied += read;
                if (rate > 0 && fault != null) {
                    fault.pause(Duration.ofNanos(read * 1_000_000_000L / rate));
                }
            }
        }
    }
}
