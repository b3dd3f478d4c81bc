package io.rastro.proving.verify;

import io.rastro.devstack.Endpoints;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** The two requests of the S3 API that a check needs, signed (version 4), bucket in the path. */
final class ObjectStore {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Endpoints.S3 s3;
    private final S3Signature signature;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    ObjectStore(Endpoints.S3 s3) {
        this.s3 = s3;
        this.signature = new S3Signature(s3.accessKey(), s3.secretKey(), s3.region(), Clock.systemUTC());
    }

    record Stored(String key, String etag, Instant lastModified) {}

    private record Page(List<Stored> objects, @Nullable String next) {}

    List<Stored> list(String prefix) throws IOException {
        List<Stored> objects = new ArrayList<>();
        String next = null;
        do {
            Map<String, String> query = new TreeMap<>(Map.of("list-type", "2", "prefix", prefix));
            if (next != null) {
                query.put("continuation-token", next);
            }
            HttpResponse<byte[]> answer =
                    send(request("/" + s3.bucket(), query), HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new VerifyException(
                        "the lake cannot be listed: " + s3.endpoint() + " answered " + answer.statusCode());
            }
            Page page = parse(answer.body());
            objects.addAll(page.objects());
            next = page.next();
        } while (next != null);
        return objects;
    }

    void download(String key, Path file) throws IOException {
        HttpResponse<Path> answer = send(
                request("/" + s3.bucket() + "/" + key, Map.of()),
                HttpResponse.BodyHandlers.ofFile(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING));
        if (answer.statusCode() != 200) {
            throw new VerifyException("an object of the lake cannot be read: " + answer.statusCode() + " for " + key);
        }
    }

    private HttpRequest request(String path, Map<String, String> query) {
        URI base = URI.create(s3.endpoint());
        String encodedPath = S3Signature.encode(path, true);
        String encodedQuery = S3Signature.query(query);
        String target = encodedPath + (encodedQuery.isEmpty() ? "" : "?" + encodedQuery);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve(target)).timeout(PATIENCE).GET();
        signature
                .headers("GET", base.getRawAuthority(), encodedPath, encodedQuery)
                .forEach(request::header);
        return request.build();
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) throws IOException {
        try {
            return http.send(request, body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private static Page parse(byte[] body) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newInstance();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        try {
            XMLStreamReader xml =
                    factory.createXMLStreamReader(new ByteArrayInputStream(body), StandardCharsets.UTF_8.name());
            List<Stored> objects = new ArrayList<>();
            String key = "";
            String etag = "";
            Instant lastModified = Instant.MAX;
            String next = null;
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.END_ELEMENT
                        && xml.getLocalName().equals("Contents")) {
                    objects.add(new Stored(key, etag, lastModified));
                } else if (event == XMLStreamConstants.START_ELEMENT) {
                    switch (xml.getLocalName()) {
                        case "Key" -> key = xml.getElementText();
                        case "LastModified" -> lastModified = Instant.parse(xml.getElementText());
                        case "ETag" -> etag = xml.getElementText();
                        case "NextContinuationToken" -> next = xml.getElementText();
                        default -> {
                            // of no use here
                        }
                    }
                }
            }
            return new Page(objects, next == null || next.isEmpty() ? null : next);
        } catch (XMLStreamException e) {
            throw new IOException("the list of the lake's objects cannot be read", e);
        }
    }
}
