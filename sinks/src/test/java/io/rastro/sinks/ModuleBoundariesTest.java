package io.rastro.sinks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.rastro.sinks", importOptions = ImportOption.DoNotIncludeTests.class)
class ModuleBoundariesTest {

    @ArchTest
    static final ArchRule sinksKnowEventsAndNeverActors = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.rastro.sharding..", "io.rastro.node..", "akka.cluster..", "akka.persistence..");

    @ArchTest
    static final ArchRule theTableKnowsNothingOfTheLake = noClasses()
            .that()
            .resideInAPackage("..table..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..lake..");
}
