package io.rastro.node.share;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import io.rastro.node.problem.Problem;
import io.rastro.node.problem.ProblemType;
import java.util.regex.Pattern;

/** Where the sender of a request has reached this system, as the sender says. */
final class OwnUrl {

    /** Narrower than what Akka HTTP takes, which has looked at the port. */
    private static final Pattern HOST =
            Pattern.compile("(?:[A-Za-z0-9][A-Za-z0-9._-]{0,252}|\\[[0-9A-Fa-f:.]{2,45}\\])(?::[0-9]{1,5})?");

    private OwnUrl() {}

    /** Such as {@code http://127.0.0.1:8080}, or a 400 when the Host header is not a host and perhaps a port. */
    static String of(HttpRequest request) {
        String host = request.getHeader("Host").map(HttpHeader::value).orElse("");
        if (!HOST.matcher(host).matches()) {
            throw Problem.of(
                            ProblemType.INVALID_HEADER,
                            "Host",
                            "Host must be a name or an address, and perhaps a port: the link would begin with it.")
                    .toException();
        }
        return "http://" + host;
    }
}
