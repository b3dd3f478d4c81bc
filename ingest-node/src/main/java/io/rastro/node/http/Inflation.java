package io.rastro.node.http;

import io.rastro.node.problem.Problem;
import io.rastro.node.problem.ProblemType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** Inflates a body up to a limit; what is a bomb is never inflated further than that. */
final class Inflation {

    private static final int PIECE = 16 << 10;

    private Inflation() {}

    /** @param taking told of each piece before it is kept; may refuse it by throwing */
    static byte[] inflate(ContentCoding coding, byte[] body, int limit, LongConsumer taking) {
        try (InputStream in = open(coding, body)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream(Math.min(limit, Math.max(PIECE, body.length * 4)));
            byte[] piece = new byte[PIECE];
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                if (out.size() + read > limit) {
                    throw Problem.of(
                                    ProblemType.BODY_TOO_LARGE,
                                    "A body may have at most " + limit + " bytes once it is inflated.")
                            .toException();
                }
                taking.accept(read);
                out.write(piece, 0, read);
            }
            return out.toByteArray();
        } catch (IOException damaged) {
            throw Problem.of(
                            ProblemType.UNREADABLE_BODY,
                            "Content-Encoding",
                            "The body is not what its Content-Encoding says, or is cut off.")
                    .toException();
        }
    }

    private static InputStream open(ContentCoding coding, byte[] body) throws IOException {
        ByteArrayInputStream bytes = new ByteArrayInputStream(body);
        if (coding == ContentCoding.GZIP) {
            return new GZIPInputStream(bytes, PIECE);
        }
        // RFC 9110 means zlib by "deflate", but some clients send the bare algorithm.
        boolean zlib =
                body.length >= 2 && (body[0] & 0x0f) == 8 && ((body[0] & 0xff) << 8 | (body[1] & 0xff)) % 31 == 0;
        return new InflaterInputStream(bytes, new Inflater(!zlib), PIECE);
    }
}
