package io.rastro.devstack.s3;

import java.util.Arrays;
import java.util.List;

/** What a request asks of S3, told by its method and query; buckets are in the path. */
public enum S3Call {
    CREATE_MULTIPART_UPLOAD,
    UPLOAD_PART,
    COMPLETE_MULTIPART_UPLOAD,
    ABORT_MULTIPART_UPLOAD,
    PUT_OBJECT,
    GET_OBJECT,
    /** Buckets, lists, heads, deletes, permissions. */
    OTHER;

    /** @param target as it stands in the request line, path and query */
    static S3Call of(String method, String target) {
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        List<String> query = mark < 0
                ? List.of()
                : Arrays.stream(target.substring(mark + 1).split("&"))
                        .map(parameter -> parameter.split("=", 2)[0])
                        .toList();
        return switch (method) {
            case "POST" -> query.contains("uploads") ? CREATE_MULTIPART_UPLOAD : posted(query);
            case "PUT" -> query.contains("partNumber") ? UPLOAD_PART : object(path, query, PUT_OBJECT);
            case "GET" -> object(path, query, GET_OBJECT);
            case "DELETE" -> query.contains("uploadId") ? ABORT_MULTIPART_UPLOAD : OTHER;
            default -> OTHER;
        };
    }

    private static S3Call posted(List<String> query) {
        return query.contains("uploadId") ? COMPLETE_MULTIPART_UPLOAD : OTHER;
    }

    /** A query asks for something about the object; but SDKs name the call in one, {@code x-id=PutObject}. */
    private static S3Call object(String path, List<String> query, S3Call call) {
        boolean isObject = path.indexOf('/', 1) > 0 && !path.endsWith("/");
        return isObject && query.stream().allMatch("x-id"::equals) ? call : OTHER;
    }
}
