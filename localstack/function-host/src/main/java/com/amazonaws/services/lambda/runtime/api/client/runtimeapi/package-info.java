/**
 * The runtime interface client's transport, written in Java: AWS publishes it for Linux alone, as a native library. The
 * package is AWS's because the client finds the class by this name; it is first on the class path of functions where the
 * library is missing.
 */
@NullMarked
package com.amazonaws.services.lambda.runtime.api.client.runtimeapi;

import org.jspecify.annotations.NullMarked;
