package io.rastro.node.problem;

import akka.event.LoggingAdapter;
import akka.http.ParsingErrorHandler;
import akka.http.javadsl.model.HttpResponse;
import akka.http.scaladsl.model.ErrorInfo;
import akka.http.scaladsl.model.StatusCode;
import akka.http.scaladsl.settings.ServerSettings;

/**
 * Answers requests that Akka HTTP cannot parse; named in {@code akka.http.server.parsing.error-handler}. What was sent is
 * neither repeated nor logged.
 */
public final class MalformedRequests extends ParsingErrorHandler {

    @Override
    public HttpResponse handle(StatusCode status, ErrorInfo info, LoggingAdapter log, ServerSettings settings) {
        return problem(status.intValue(), info.summary()).toResponse();
    }

    private static Problem problem(int status, String summary) {
        return switch (status) {
            case 413 -> Problem.of(ProblemType.BODY_TOO_LARGE, "The body is larger than this server takes.");
            case 414 -> Problem.of(ProblemType.URI_TOO_LONG, "The request target is longer than this server takes.");
            case 431 -> Problem.of(ProblemType.HEADERS_TOO_LARGE, "A header is longer than this server takes.");
            case 501 -> Problem.of(ProblemType.NOT_IMPLEMENTED, "The method is not known to this server.");
            default -> malformed(summary);
        };
    }

    private static Problem malformed(String summary) {
        if (summary.startsWith("Illegal request-target") || summary.startsWith("Illegal URI")) {
            return Problem.of(
                    ProblemType.MALFORMED_REQUEST,
                    "path",
                    "The request target holds characters that must be percent-encoded, or a broken percent-encoding.");
        }
        if (summary.contains("Host")) {
            return Problem.of(ProblemType.MALFORMED_REQUEST, "Host", "The Host header is missing or not valid.");
        }
        if (summary.contains("Content-Type")) {
            return Problem.of(ProblemType.MALFORMED_REQUEST, "Content-Type", "The Content-Type header is not valid.");
        }
        if (summary.contains("Content-Length")) {
            return Problem.of(
                    ProblemType.MALFORMED_REQUEST, "Content-Length", "The Content-Length header is not valid.");
        }
        return Problem.of(ProblemType.MALFORMED_REQUEST, "The request line or a header is not valid HTTP/1.1.");
    }
}
