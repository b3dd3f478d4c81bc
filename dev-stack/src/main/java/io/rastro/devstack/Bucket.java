package io.rastro.devstack;

import java.io.IOException;
import java.net.URI;

/** The bucket of the lake in the S3 server. */
final class Bucket {
    static final String NAME = "rastro-lake";

    private static final int CONFLICT = 409;

    private Bucket() {}

    static URI endpoint(PortPlan ports) {
        return URI.create("http://127.0.0.1:" + ports.s3() + "/");
    }

    /** Makes it if it is not there. */
    static void create(PortPlan ports) throws IOException {
        int status =
                Http.put(endpoint(ports).resolve(NAME), "application/xml", "").statusCode();
        if (status != 200 && status != CONFLICT) {
            throw new IOException("the S3 server answers " + status + " to the creation of bucket " + NAME);
        }
    }
}
