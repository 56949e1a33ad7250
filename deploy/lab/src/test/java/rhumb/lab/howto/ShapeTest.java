package rhumb.lab.howto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShapeTest {
    @Test
    void figuresAndBlanksMayDiffer() {
        assertThat(Shape.fits(List.of("sin->fra  UP  12.5"), List.of("sin->fra UP    7"))).isTrue();
        assertThat(
                        Shape.fits(
                                List.of("until 2026-11-30 07:41:12"),
                                List.of("until 2027-01-02 1:2:3")))
                .isTrue();
        assertThat(Shape.fits(List.of("a  0.1 > 0.2  0.00%"), List.of("a  0.3  0.00% > 1.5%")))
                .isTrue();
        assertThat(Shape.fits(List.of("a  0.1 > -"), List.of("a  0.1"))).isFalse();
        assertThat(Shape.fits(List.of("sin->fra  UP"), List.of("sin->fra  DOWN"))).isFalse();
        assertThat(Shape.fits(List.of("3 PoPs"), List.of("PoPs"))).isFalse();
    }

    @Test
    void dotsStandForAnything() {
        assertThat(Shape.fits(List.of("serial 6ab...", "..."), List.of("serial 6abcd"))).isTrue();
        assertThat(Shape.fits(List.of("a", "...", "z"), List.of("a", "b", "c", "z"))).isTrue();
        assertThat(Shape.fits(List.of("a", "...", "z"), List.of("a", "b", "c"))).isFalse();
        assertThat(Shape.fits(List.of("a"), List.of("a", "b"))).isFalse();
        assertThat(Shape.fits(List.of("a", "b"), List.of("a"))).isFalse();
        assertThat(Shape.fits(List.of(), List.of())).isTrue();
    }
}
