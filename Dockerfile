# The image of a node: docker build -t rastro:0.1.0 .
# Built by the project's own Maven build, run without a shell, as nobody, on a root file system that may be read-only
# (/tmp has to be writable: native libraries of the codecs are unpacked there).

FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 mvn -B -q -Dmaven.test.skip=true -pl ingest-node -am package

FROM gcr.io/distroless/java17-debian12:nonroot
# What changes seldom first.
COPY --from=build /src/ingest-node/target/image/lib/ /app/lib/
COPY --from=build /src/ingest-node/target/image/own/ /app/lib/
COPY --from=build /src/ingest-node/target/ingest-node-*.jar /app/rastro.jar
COPY LICENSE /app/LICENSE
USER 65532:65532
WORKDIR /tmp
EXPOSE 8080 8558 25520
# Arguments: [--config FILE], or: schema [--config FILE]. Flags of the JVM: JAVA_TOOL_OPTIONS.
ENTRYPOINT ["java", "-Dio.netty.tryReflectionSetAccessible=true", "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "-jar", "/app/rastro.jar"]
