package io.rastro.k8s;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.rastro.node.start.Configuration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an overlay renders to, in Kubernetes' types, and what its pods run with. */
record Rendered(List<HasMetadata> documents) {

    static final String NAME = "app.kubernetes.io/name";
    static final String COMPONENT = "app.kubernetes.io/component";
    static final String VERSION = "app.kubernetes.io/version";
    static final String CONFIG_DIRECTORY = "/etc/rastro";

    static Rendered of(String yaml) {
        return new Rendered(StrictModel.load(yaml));
    }

    <T extends HasMetadata> List<T> all(Class<T> type) {
        return documents.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** The Deployments, whose pods are the cluster. */
    List<Deployment> members() {
        return all(Deployment.class);
    }

    Job schemaJob() {
        return all(Job.class).get(0);
    }

    /** Of the Deployments and the Job. */
    List<PodTemplateSpec> templates() {
        List<PodTemplateSpec> templates = new java.util.ArrayList<>();
        members().forEach(member -> templates.add(member.getSpec().getTemplate()));
        all(Job.class).forEach(job -> templates.add(job.getSpec().getTemplate()));
        return templates;
    }

    static Container container(PodTemplateSpec template) {
        return template.getSpec().getContainers().get(0);
    }

    static String component(PodTemplateSpec template) {
        return template.getMetadata().getLabels().get(COMPONENT);
    }

    /** The ConfigMap that is mounted where the container's arguments say the settings are. */
    ConfigMap settingsOf(PodTemplateSpec template) {
        String name = template.getSpec().getVolumes().stream()
                .filter(volume -> volume.getName().equals("config"))
                .map(volume -> volume.getConfigMap().getName())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no volume config"));
        return all(ConfigMap.class).stream()
                .filter(map -> map.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no ConfigMap " + name));
    }

    /** What stands in for the secret with this key: of the form that the setting has to have. */
    static String secret(String key) {
        return switch (key) {
            case "ispb" -> "12345678";
            case "pseudonyms" -> "k1:0123456789abcdef0123456789abcdef";
            default -> key + "-0123456789abcdef0123456789abcdef";
        };
    }

    /** The environment of the container, as the kubelet would fill it in. */
    Map<String, String> environment(PodTemplateSpec template) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (EnvVar variable : container(template).getEnv()) {
            environment.put(variable.getName(), expanded(value(variable, template), environment));
        }
        return environment;
    }

    private static String value(EnvVar variable, PodTemplateSpec template) {
        if (variable.getValueFrom() == null) {
            return variable.getValue();
        }
        if (variable.getValueFrom().getSecretKeyRef() != null) {
            return secret(variable.getValueFrom().getSecretKeyRef().getKey());
        }
        if (variable.getValueFrom().getResourceFieldRef() != null) {
            return "2";
        }
        String path = variable.getValueFrom().getFieldRef().getFieldPath();
        if (path.equals("status.podIP")) {
            return "10.1.2.3";
        }
        String label = path.replaceFirst("^metadata\\.labels\\['(.*)']$", "$1");
        String value = template.getMetadata().getLabels().get(label);
        if (value == null) {
            throw new IllegalArgumentException("the pod has no field " + path);
        }
        return value;
    }

    private static String expanded(String value, Map<String, String> before) {
        for (Map.Entry<String, String> one : before.entrySet()) {
            value = value.replace("$(" + one.getKey() + ")", one.getValue());
        }
        return value;
    }

    /** The whole configuration of a pod: its file over the packaged settings with its environment. */
    Config configuration(PodTemplateSpec template) {
        try {
            Path directory = Files.createTempDirectory("rastro-config");
            for (Map.Entry<String, String> file : settingsOf(template).getData().entrySet()) {
                Files.writeString(directory.resolve(file.getKey()), file.getValue());
            }
            List<String> args = container(template).getArgs();
            Path given = Path.of(args.get(args.indexOf("--config") + 1));
            Config own = ConfigFactory.parseFile(
                    directory
                            .resolve(Path.of(CONFIG_DIRECTORY).relativize(given))
                            .toFile(),
                    com.typesafe.config.ConfigParseOptions.defaults().setAllowMissing(false));
            // A substitution is looked for in the configuration before it is in the environment.
            return Configuration.over(own.withFallback(ConfigFactory.parseMap(environment(template))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
