package io.rastro.sharding;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.rastro.sharding.remote.RemoteMessage;
import java.util.Set;
import java.util.stream.Collectors;

@AnalyzeClasses(packages = "io.rastro.sharding", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule KNOWS_NEITHER_BACKBONE_NOR_STORES_NOR_SOCKETS = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka..",
                    "akka.kafka..",
                    "com.datastax..",
                    "akka.persistence.cassandra..",
                    "akka.http..",
                    "io.rastro.sinks..",
                    "io.rastro.node..");

    @ArchTest
    static final ArchRule STATE_IS_FREE_OF_AKKA = noClasses()
            .that()
            .haveNameMatching(".*\\.(CourierState|FixWindow|Plan|Outbox|Cursor|Crossings|GeofenceIndex|Shape)(\\$.*)?"
                    + "|.*\\.pix\\.(Payments?|Returns?|Pix(Plan|Group|AccountState)|Judgement|Forgotten|IdFilter|LookedUp)(\\$.*)?"
                    + "|.*\\.pix\\.signal\\..*")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("akka..");

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("io.rastro.sharding.(*)..").should().beFreeOfCycles();

    @ArchTest
    static void everyMessageBetweenNodesHasAKind(JavaClasses classes) {
        Set<String> messages = classes.stream()
                .filter(type -> type.isAssignableTo(RemoteMessage.class) && !type.isInterface())
                .map(JavaClass::getName)
                .collect(Collectors.toSet());
        assertThat(MessageSerializer.KINDS.stream().map(kind -> kind.type().getName()))
                .hasSameElementsAs(messages);
    }
}
