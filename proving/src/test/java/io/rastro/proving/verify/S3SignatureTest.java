package io.rastro.proving.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The examples of Amazon's own description of the signature. */
class S3SignatureTest {

    private final S3Signature signature = new S3Signature(
            "AKIAIOSFODNN7EXAMPLE",
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "us-east-1",
            Clock.fixed(Instant.parse("2013-05-24T00:00:00Z"), ZoneOffset.UTC));

    @Test
    void signsAListOfObjects() {
        String query = S3Signature.query(Map.of("prefix", "J", "max-keys", "2"));
        assertThat(authorization(query))
                .endsWith("Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
    }

    @Test
    void signsAParameterWithoutAValue() {
        assertThat(authorization(S3Signature.query(Map.of("lifecycle", ""))))
                .endsWith("Signature=fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
    }

    @Test
    void encodesAllButWhatMustStand() {
        assertThat(S3Signature.encode("/lake/dt=2026-11-21/a+0+17.parquet", true))
                .isEqualTo("/lake/dt%3D2026-11-21/a%2B0%2B17.parquet");
    }

    private String authorization(String query) {
        return signature
                .headers("GET", "examplebucket.s3.amazonaws.com", "/", query)
                .get("Authorization");
    }
}
