/**
 * Real servers from Maven Central as child processes, each with its own class path: Cassandra, Kafka, an S3 endpoint and
 * a schema registry. {@link io.rastro.devstack.DevStack} starts, watches and stops them, and with them any ingest node.
 */
@NullMarked
package io.rastro.devstack;

import org.jspecify.annotations.NullMarked;
