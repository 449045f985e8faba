package io.pullway.cli.streams;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubjectFilterTest {
    @ParameterizedTest
    @CsvSource({
        "a.b,a.b,true",
        "a.b,a.c,false",
        "a.>,a.b,true",
        "a.>,a.b.c,true",
        "a.>,a,false",
        "a.>,b.>,false",
        ">,a,true",
        "a.*,a.b,true",
        "a.*,a.b.c,false",
        "a.*.c,*.b.c,true",
        "a.*.c,a.b.*,true",
        "a.*.c,a.b.d,false",
        "*.b,a.>,true"
    })
    void knowsWhetherTwoFiltersHaveASubjectInCommon(String one, String other, boolean meet) {
        assertThat(SubjectFilter.meet(one, other)).isEqualTo(meet);
        assertThat(SubjectFilter.meet(other, one)).isEqualTo(meet);
    }
}
