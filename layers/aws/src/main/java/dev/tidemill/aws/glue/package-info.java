/** The Iceberg catalog in AWS Glue. */
@NullMarked
package dev.tidemill.aws.glue;

import org.jspecify.annotations.NullMarked;
