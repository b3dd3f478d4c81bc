/**
 * An S3 that misbehaves as it is told: {@link io.rastro.devstack.s3.FaultyS3} stands before the real one and passes
 * everything on until a {@link io.rastro.devstack.s3.S3Fault} is injected.
 */
@NullMarked
package io.rastro.devstack.s3;

import org.jspecify.annotations.NullMarked;
