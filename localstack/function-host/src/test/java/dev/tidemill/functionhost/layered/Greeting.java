package dev.tidemill.functionhost.layered;

/** Lies in a layer and reads a resource of the function's own zip. */
public final class Greeting {
    private Greeting() {}

    /** Says whether the function's own classes are visible from here, as they are on Lambda. */
    public static String say() throws ClassNotFoundException {
        return "layer sees "
                + Class.forName("dev.tidemill.functionhost.deployed.ProbeHandler")
                        .getSimpleName();
    }
}
