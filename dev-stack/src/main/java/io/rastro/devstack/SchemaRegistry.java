package io.rastro.devstack;

import java.io.IOException;
import java.net.URI;

/** What the schema registry is told once it is up. */
final class SchemaRegistry {
    /** A reader that has the newest schema reads whatever was ever written. */
    private static final String RULE = "{\"compatibility\":\"BACKWARD_TRANSITIVE\"}";

    private SchemaRegistry() {}

    static URI root(PortPlan ports) {
        return URI.create("http://127.0.0.1:" + ports.registry() + "/");
    }

    /** The base URL for clients of the Confluent registry. */
    static URI confluentApi(PortPlan ports) {
        return root(ports).resolve("/apis/ccompat/v7");
    }

    /** Sets the global rule if there is none: the registry comes without, and another choice stays as it is. */
    static void setDefaultRule(PortPlan ports) throws IOException {
        URI config = URI.create(confluentApi(ports) + "/config");
        if (!Http.get(config).body().contains("\"NONE\"")) {
            return;
        }
        int status =
                Http.put(config, "application/vnd.schemaregistry.v1+json", RULE).statusCode();
        if (status != 200) {
            throw new IOException("the schema registry answers " + status + " to the compatibility rule");
        }
    }
}
