/** Objects in S3 buckets. */
@NullMarked
package dev.tidemill.aws.s3;

import org.jspecify.annotations.NullMarked;
