/** The domain's records in DynamoDB tables. */
@NullMarked
package dev.tidemill.aws.dynamodb;

import org.jspecify.annotations.NullMarked;
