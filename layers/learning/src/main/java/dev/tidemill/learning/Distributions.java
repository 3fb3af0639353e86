package dev.tidemill.learning;

import java.util.Arrays;

/** Distances of two distributions and the p-values of their tests. */
final class Distributions {
    private Distributions() {}

    /** Greatest difference of the two empirical distribution functions; both arrays sorted and not empty. */
    static double kolmogorovSmirnov(double[] a, double[] b) {
        double greatest = 0;
        int i = 0;
        int j = 0;
        while (i < a.length && j < b.length) {
            double x = Math.min(a[i], b[j]);
            while (i < a.length && a[i] <= x) {
                i++;
            }
            while (j < b.length && b[j] <= x) {
                j++;
            }
            greatest = Math.max(greatest, Math.abs((double) i / a.length - (double) j / b.length));
        }
        return greatest;
    }

    /** Asymptotic p-value of the two-sample Kolmogorov-Smirnov test with Stephens's correction (1970). */
    static double kolmogorovSmirnovP(double distance, int n, int m) {
        double root = Math.sqrt((double) n * m / (n + m));
        double lambda = (root + 0.12 + 0.11 / root) * distance;
        if (lambda < 0.2) {
            return 1;
        }
        double sum = 0;
        for (int k = 1; k <= 100; k++) {
            double term = 2 * (k % 2 == 1 ? 1 : -1) * Math.exp(-2.0 * k * k * lambda * lambda);
            sum += term;
            if (Math.abs(term) < 1e-12) {
                break;
            }
        }
        return Math.clamp(sum, 0.0, 1.0);
    }

    /** First Wasserstein distance: the area between the two distribution functions; arrays sorted and not empty. */
    static double wasserstein(double[] a, double[] b) {
        double area = 0;
        int i = 0;
        int j = 0;
        double x = Math.min(a[0], b[0]);
        while (i < a.length || j < b.length) {
            double next = Math.min(
                    i < a.length ? a[i] : Double.POSITIVE_INFINITY, j < b.length ? b[j] : Double.POSITIVE_INFINITY);
            area += (next - x) * Math.abs((double) i / a.length - (double) j / b.length);
            x = next;
            while (i < a.length && a[i] <= x) {
                i++;
            }
            while (j < b.length && b[j] <= x) {
                j++;
            }
        }
        return area;
    }

    /** Jensen-Shannon distance, the root of the divergence in natural logarithms, of two tables of counts. */
    static double jensenShannon(double[] a, double[] b) {
        double sumA = Arrays.stream(a).sum();
        double sumB = Arrays.stream(b).sum();
        double divergence = 0;
        for (int i = 0; i < a.length; i++) {
            double p = a[i] / sumA;
            double q = b[i] / sumB;
            double m = (p + q) / 2;
            divergence += (p > 0 ? p * Math.log(p / m) : 0) + (q > 0 ? q * Math.log(q / m) : 0);
        }
        return Math.sqrt(Math.max(0, divergence / 2));
    }

    /** Pearson's statistic of homogeneity of two tables of counts. */
    static double chiSquared(double[] a, double[] b) {
        double sumA = Arrays.stream(a).sum();
        double sumB = Arrays.stream(b).sum();
        double statistic = 0;
        for (int i = 0; i < a.length; i++) {
            double both = a[i] + b[i];
            if (both > 0) {
                double expectedA = both * sumA / (sumA + sumB);
                double expectedB = both * sumB / (sumA + sumB);
                statistic += (a[i] - expectedA) * (a[i] - expectedA) / expectedA
                        + (b[i] - expectedB) * (b[i] - expectedB) / expectedB;
            }
        }
        return statistic;
    }

    /** P-value of {@link #chiSquared}; 1 for a single category. */
    static double chiSquaredP(double[] a, double[] b) {
        int categories = 0;
        for (int i = 0; i < a.length; i++) {
            categories += a[i] + b[i] > 0 ? 1 : 0;
        }
        return categories < 2 ? 1 : upperGamma((categories - 1) / 2.0, chiSquared(a, b) / 2);
    }

    /** Statistic of the difference of two proportions, pooled; counts of two categories each. */
    static double twoProportionsZ(double[] a, double[] b) {
        double n = a[0] + a[1];
        double m = b[0] + b[1];
        double pooled = (a[0] + b[0]) / (n + m);
        double error = Math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m));
        return error == 0 ? 0 : (a[0] / n - b[0] / m) / error;
    }

    /** Two-sided p-value of {@link #twoProportionsZ}. */
    static double twoProportionsP(double[] a, double[] b) {
        double z = twoProportionsZ(a, b);
        return upperGamma(0.5, z * z / 2);
    }

    /** Regularised upper incomplete gamma function, by series or continued fraction (Numerical Recipes 6.2). */
    static double upperGamma(double a, double x) {
        if (x <= 0) {
            return 1;
        }
        double front = Math.exp(-x + a * Math.log(x) - logGamma(a));
        if (x < a + 1) {
            double term = 1 / a;
            double sum = term;
            for (int n = 1; n < 10_000 && Math.abs(term) > Math.abs(sum) * 1e-15; n++) {
                term *= x / (a + n);
                sum += term;
            }
            return Math.clamp(1 - sum * front, 0.0, 1.0);
        }
        double b = x + 1 - a;
        double c = 1e300;
        double d = 1 / b;
        double h = d;
        for (int i = 1; i < 10_000; i++) {
            double an = -i * (i - a);
            b += 2;
            d = 1 / nonZero(an * d + b);
            c = nonZero(b + an / c);
            double delta = d * c;
            h *= delta;
            if (Math.abs(delta - 1) < 1e-15) {
                break;
            }
        }
        return Math.clamp(front * h, 0.0, 1.0);
    }

    private static double nonZero(double value) {
        return Math.abs(value) < 1e-300 ? 1e-300 : value;
    }

    /** Natural logarithm of the gamma function for positive arguments, by Lanczos's approximation. */
    private static double logGamma(double x) {
        double[] coefficients = {
            76.18009172947146,
            -86.50532032941678,
            24.01409824083091,
            -1.231739572450155,
            0.1208650973866179e-2,
            -0.5395239384953e-5
        };
        double t = x + 5.5;
        double series = 1.000000000190015;
        for (int j = 0; j < coefficients.length; j++) {
            series += coefficients[j] / (x + 1 + j);
        }
        return (x + 0.5) * Math.log(t) - t + Math.log(2.5066282746310007 * series / x);
    }
}
