/** Signs requests as an AWS identity, found by the AWS SDK for Java's own chain. */
@NullMarked
package dev.tidemill.client.aws;

import org.jspecify.annotations.NullMarked;
