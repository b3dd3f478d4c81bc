package io.rastro.k8s;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Documents as Kubernetes' own types, which otherwise swallow what they do not know. */
final class StrictModel {

    private static final KubernetesSerialization TYPES = new KubernetesSerialization();

    private static final YAMLMapper MAPPER = YAMLMapper.builder(YAMLFactory.builder()
                    .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            })
            .build();

    static {
        TYPES.registerKubernetesResource(ServiceMonitor.class);
        TYPES.registerKubernetesResource(PrometheusRule.class);
    }

    private StrictModel() {}

    /** @throws IllegalArgumentException that names the first field or type that Kubernetes does not know */
    static List<HasMetadata> load(String yaml) {
        List<HasMetadata> documents = new ArrayList<>();
        try (YAMLParser parser = MAPPER.getFactory().createParser(yaml);
                MappingIterator<JsonNode> nodes =
                        MAPPER.readerFor(JsonNode.class).readValues(parser)) {
            while (nodes.hasNext()) {
                documents.add(typed(nodes.next()));
            }
            return documents;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HasMetadata typed(JsonNode node) {
        String apiVersion = node.path("apiVersion").asText();
        String kind = node.path("kind").asText();
        Class<?> type = TYPES.getRegisteredKubernetesResource(apiVersion, kind);
        if (type == null) {
            throw new IllegalArgumentException("no such type: " + apiVersion + " " + kind);
        }
        try {
            return (HasMetadata) MAPPER.treeToValue(node, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    kind + " " + node.at("/metadata/name").asText() + ": " + e.getMessage(), e);
        }
    }
}
