package io.rastro.node.http;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32C;

/** A file from the class path, kept in memory and served with a validator, so that it crosses the network once. */
public final class PackagedFile {

    private final ContentType type;
    private final byte[] content;
    private final String tag;

    private PackagedFile(ContentType type, byte[] content) {
        this.type = type;
        this.content = content;
        CRC32C sum = new CRC32C();
        sum.update(content);
        this.tag = '"' + HexFormat.of().toHexDigits((int) sum.getValue()) + '"';
    }

    public static PackagedFile load(String resource, ContentType type) {
        try (InputStream in = PackagedFile.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("not on the class path: " + resource);
            }
            return of(in.readAllBytes(), type);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }

    public static PackagedFile of(byte[] content, ContentType type) {
        return new PackagedFile(type, content);
    }

    /** The whole of it, without a validator. */
    public HttpResponse whole(HttpHeader... headers) {
        return HttpResponse.create().addHeaders(List.of(headers)).withEntity(HttpEntities.create(type, content));
    }

    /**
     * @param cacheControl such as {@code no-cache}: to be asked for again, but answered with 304
     * @param headers of each answer
     */
    public Route at(String path, String cacheControl, HttpHeader... headers) {
        List<HttpHeader> all = new ArrayList<>(List.of(headers));
        all.add(RawHeader.create("Cache-Control", cacheControl));
        all.add(RawHeader.create("ETag", tag));
        HttpResponse full = HttpResponse.create().addHeaders(all).withEntity(HttpEntities.create(type, content));
        HttpResponse unchanged =
                HttpResponse.create().withStatus(StatusCodes.NOT_MODIFIED).addHeaders(all);
        return Route.get(path, (request, variables) -> {
            boolean known = request.getHeader("If-None-Match")
                    .map(header -> header.value().contains(tag))
                    .orElse(false);
            return CompletableFuture.completedFuture(known ? unchanged : full);
        });
    }
}
