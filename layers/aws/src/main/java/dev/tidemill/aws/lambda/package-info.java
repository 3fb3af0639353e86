/** What a Lambda invocation carries, turned into plain records, with logs and metrics around it. */
@NullMarked
package dev.tidemill.aws.lambda;

import org.jspecify.annotations.NullMarked;
