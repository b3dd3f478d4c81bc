package io.rastro.node;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/** protocol ← sharding ← node, protocol ← sinks ← node; seen from here because here all of them are on the class path. */
@AnalyzeClasses(packages = "io.rastro", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule modulesDependInOneDirection = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("protocol")
            .definedBy("io.rastro.protocol..")
            .layer("sharding")
            .definedBy("io.rastro.sharding..")
            .layer("sinks")
            .definedBy("io.rastro.sinks..")
            .layer("node")
            .definedBy("io.rastro.node..")
            .whereLayer("node")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("sharding")
            .mayOnlyBeAccessedByLayers("node")
            .whereLayer("sinks")
            .mayOnlyBeAccessedByLayers("node")
            .whereLayer("protocol")
            .mayOnlyBeAccessedByLayers("sharding", "sinks", "node");

    @ArchTest
    static final ArchRule entitiesKnowNeitherKafkaNorHttp = noClasses()
            .that()
            .resideInAPackage("io.rastro.sharding..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "akka.kafka..", "akka.http..", "com.datastax..");

    @ArchTest
    static final ArchRule sinksKnowNoEntities = noClasses()
            .that()
            .resideInAPackage("io.rastro.sinks..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("akka.cluster..", "akka.persistence..");

    @ArchTest
    static final ArchRule routesKnowNeitherKafkaNorCassandra = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.rastro.node.http..",
                    "io.rastro.node.positions..",
                    "io.rastro.node.live..",
                    "io.rastro.node.past..",
                    "io.rastro.node.playback..",
                    "io.rastro.node.areas..",
                    "io.rastro.node.receipts..",
                    "io.rastro.node.pix..",
                    "io.rastro.node.share..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "akka.kafka..", "com.datastax..", "akka.cluster..");

    @ArchTest
    static final ArchRule featuresHaveNoCycles =
            slices().matching("io.rastro.node.(*)..").should().beFreeOfCycles();

    /** But for geofences, which are rare, and small before they are parsed. */
    @ArchTest
    static final ArchRule nobodyParsesJsonIntoTrees = noClasses()
            .that()
            .resideInAnyPackage("io.rastro.node..", "io.rastro.protocol..", "io.rastro.sharding..")
            .and()
            .resideOutsideOfPackage("io.rastro.sharding.geofence")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.fasterxml.jackson.databind..", "spray.json..");

    /** A gauge holds its object weakly, and is NaN when nobody else holds it; only one of a supplier does not. */
    @ArchTest
    static final ArchRule gaugesOutliveGarbageCollections = noClasses()
            .should()
            .callMethod(Gauge.class, "builder", String.class, Object.class, ToDoubleFunction.class)
            .orShould()
            .callMethodWhere(target(owner(assignableTo(MeterRegistry.class))).and(target(name("gauge"))));
}
