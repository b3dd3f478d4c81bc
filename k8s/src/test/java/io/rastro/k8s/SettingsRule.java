package io.rastro.k8s;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.rastro.node.pix.PixHttpSettings;
import io.rastro.node.start.NodeSettings;
import io.rastro.node.start.StartFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The settings are valid as a node reads them, and each variable of the environment arrives where it should. */
final class SettingsRule implements Rule {

    @Override
    public void check(Rendered manifests, List<String> problems) {
        String read = applicationConf();
        for (PodTemplateSpec template : manifests.templates()) {
            manifests.environment(template).keySet().stream()
                    .filter(name -> name.startsWith("RASTRO_"))
                    .forEach(name ->
                            Rule.require(read.contains("${?" + name + "}"), "no setting reads " + name, problems));
            try {
                NodeSettings.from(manifests.configuration(template));
            } catch (StartFailure | ConfigException e) {
                problems.add(e.getMessage());
            }
            secrets(manifests, template, problems);
        }
        manifests.members().forEach(member -> member(manifests, member, problems));
        schema(manifests, problems);
    }

    private static void member(Rendered manifests, Deployment member, List<String> problems) {
        PodTemplateSpec template = member.getSpec().getTemplate();
        Config config = manifests.configuration(template);
        Map<String, String> environment = manifests.environment(template);
        // It may be the packaged one by chance.
        Rule.require(environment.containsKey("RASTRO_APP_VERSION"), "app-version is not from the pod", problems);
        String component = Rendered.component(template);
        expect("akka.cluster.roles", config.getStringList("akka.cluster.roles"), List.of(component), problems);
        String version = template.getMetadata().getLabels().get(Rendered.VERSION);
        expect("akka.cluster.app-version", config.getString("akka.cluster.app-version"), version, problems);
        String image = Rendered.container(template).getImage();
        expect("the image's tag", image.substring(image.lastIndexOf(':') + 1), version, problems);
        for (String key : List.of("akka.remote.artery.canonical.hostname", "akka.management.http.hostname")) {
            expect(key, config.getString(key), "10.1.2.3", problems);
        }
        expect("rastro.http.host", config.getString("rastro.http.host"), "0.0.0.0", problems);
        expect(
                "rastro.s3.access-key",
                config.getString("rastro.s3.access-key"),
                Rendered.secret("access-key"),
                problems);
        expect(
                "rastro.s3.secret-key",
                config.getString("rastro.s3.secret-key"),
                Rendered.secret("secret-key"),
                problems);
        List<String> share = NodeSettings.from(config).share().secrets();
        List<String> signing = component.equals(NodeSettings.INGEST) ? List.of(Rendered.secret("secrets")) : List.of();
        expect("rastro.share.secrets", share, signing, problems);
        boolean ingests = component.equals(NodeSettings.INGEST);
        PixHttpSettings pix = NodeSettings.from(config).pixHttp();
        expect("rastro.pix.secrets", pix.secrets().size(), ingests ? 1 : 0, problems);
        expect("rastro.pix.ispb", pix.ispb(), ingests ? Rendered.secret("ispb") : "", problems);
        expect(
                "akka.management.cluster.bootstrap.contact-point-discovery.discovery-method",
                config.getString("akka.management.cluster.bootstrap.contact-point-discovery.discovery-method"),
                "kubernetes-api",
                problems);
        expect("create-journal", config.getBoolean("rastro.cassandra.create-journal"), false, problems);
        expect("create-schema", config.getBoolean("rastro.sinks.table.create-schema"), false, problems);
        expect("leave-delay", config.getDuration("rastro.http.leave-delay"), Duration.ofSeconds(5), problems);
        Rule.require(
                !environment.get("JAVA_TOOL_OPTIONS").contains("$("), "a reference that is not filled in", problems);
    }

    private static void schema(Rendered manifests, List<String> problems) {
        PodTemplateSpec template = manifests.schemaJob().getSpec().getTemplate();
        Container container = Rendered.container(template);
        expect("the Job's command", container.getArgs().get(0), "schema", problems);
        manifests.members().forEach(member -> {
            PodTemplateSpec other = member.getSpec().getTemplate();
            expect(
                    "the Job's image",
                    container.getImage(),
                    Rendered.container(other).getImage(),
                    problems);
            expect("the Job's settings", manifests.settingsOf(template), manifests.settingsOf(other), problems);
        });
        Duration patience = manifests.configuration(template).getDuration("rastro.start.patience");
        Rule.require(
                manifests.schemaJob().getSpec().getActiveDeadlineSeconds() > patience.toSeconds(),
                "the Job ends before it has waited for its servers",
                problems);
    }

    /** No pod waits for a secret but that of S3; where the overlay makes that one itself it has the keys that are asked for. */
    private static void secrets(Rendered manifests, PodTemplateSpec template, List<String> problems) {
        Rendered.container(template).getEnv().stream()
                .filter(variable -> variable.getValueFrom() != null
                        && variable.getValueFrom().getSecretKeyRef() != null)
                .map(variable -> variable.getValueFrom().getSecretKeyRef())
                .filter(wanted -> !Boolean.TRUE.equals(wanted.getOptional()))
                .forEach(wanted -> {
                    Rule.require(
                            wanted.getName().startsWith("rastro-s3"),
                            "the secret without which no pod starts is " + wanted.getName(),
                            problems);
                    manifests
                            .all(Secret.class)
                            .forEach(secret -> Rule.require(
                                    secret.getMetadata().getName().equals(wanted.getName())
                                            && secret.getData().containsKey(wanted.getKey()),
                                    "no secret " + wanted.getName() + " with " + wanted.getKey(),
                                    problems));
                });
    }

    private static void expect(String what, Object is, Object wanted, List<String> problems) {
        Rule.require(is.equals(wanted), what + " is " + is + " instead of " + wanted, problems);
    }

    private static String applicationConf() {
        try (InputStream file = SettingsRule.class.getResourceAsStream("/application.conf")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
