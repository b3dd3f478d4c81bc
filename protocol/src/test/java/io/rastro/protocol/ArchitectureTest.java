package io.rastro.protocol;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.rastro.protocol", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule STANDS_BELOW_EVERYTHING = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.rastro.sharding..", "io.rastro.sinks..", "io.rastro.node..");

    @ArchTest
    static final ArchRule ONLY_THE_SERIALIZER_KNOWS_AKKA = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(JournalSerializer.class.getName())
            .should()
            .dependOnClassesThat()
            .resideInAPackage("akka..");
}
