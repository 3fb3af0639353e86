package dev.tidemill.client.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThinningTest {
    private static List<double[]> thin(List<double[]> points) {
        return Thinning.of(points, p -> p[0], p -> p[1]);
    }

    @Test
    void of_straightLine_isItsEnds() {
        List<double[]> line = IntStream.range(0, 1000)
                .mapToObj(i -> new double[] {i, 3.0 * i})
                .toList();

        assertThat(thin(line)).containsExactly(line.getFirst(), line.getLast());
    }

    @Test
    void of_manyPointsOfACurve_staysWithinAPixelOfIt() {
        List<double[]> curve = IntStream.range(0, 200_000)
                .mapToObj(i -> new double[] {i / 200_000.0, Math.sin(i / 20_000.0)})
                .toList();

        List<double[]> thin = thin(curve);

        assertThat(thin).hasSizeLessThanOrEqualTo(Thinning.MOST);
        for (double[] point : curve) {
            int next = 1;
            while (thin.get(next)[0] < point[0]) {
                next++;
            }
            double[] a = thin.get(next - 1);
            double[] b = thin.get(next);
            // In pixels of a picture of 560 by 260 over which the curve goes from 0 to 1 and from -1 to 1.
            double dx = 560 * (b[0] - a[0]);
            double dy = 130 * (b[1] - a[1]);
            double px = 560 * (point[0] - a[0]);
            double py = 130 * (point[1] - a[1]);
            assertThat(Math.abs(dx * py - dy * px) / Math.hypot(dx, dy)).isLessThan(1);
        }
    }

    @Test
    void of_noise_isBounded() {
        Random random = new Random(1);
        List<double[]> noise = IntStream.range(0, 5000)
                .mapToObj(i -> new double[] {i, random.nextDouble()})
                .toList();

        assertThat(thin(noise)).hasSizeLessThanOrEqualTo(Thinning.MOST).contains(noise.getFirst(), noise.getLast());
    }
}
