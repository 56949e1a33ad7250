package rhumb.controller.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rhumb.controller.RandomPlans;
import rhumb.controller.Samples;
import rhumb.controller.intent.Intent;
import rhumb.controller.plan.Plan;
import rhumb.southbound.rule.RouteRule.Direction;

/** Rules of which only what changed is made are those that are made of the whole plan. */
class RecompileTest {
    @Test
    void whatIsNotMadeAnewIsAsItWas() {
        Intent intent = Samples.mesh(5);
        RandomPlans plans = new RandomPlans(intent, 8);
        RuleCompiler compiler = new RuleCompiler(intent, plans.topology());
        int pops = plans.topology().pops().size();
        List<RuleSet> rules = new ArrayList<>();
        for (int pop = 0; pop < pops; pop++) {
            rules.add(compiler.compile(plans.plan(), pop));
        }
        int changes = 0;
        for (int step = 0; step < 200; step++) {
            Plan plan = plans.next();
            for (int pop = 0; pop < pops; pop++) {
                int own = pop;
                List<RuleCompiler.Route> changed = new ArrayList<>();
                plan.eachChanged((c, from, to) -> {
                    if (from == own) {
                        changed.add(new RuleCompiler.Route(to, c, Direction.TO));
                    }
                    if (to == own && compiler.streamClasses().contains(c)) {
                        changed.add(new RuleCompiler.Route(from, c, Direction.FROM));
                    }
                });
                RuleSet before = rules.get(pop);
                RuleSet after = compiler.recompile(plan, pop, before, changed);
                RuleSet anew = compiler.compile(plan, pop);
                assertThat(after.differs(anew)).as("step %d, PoP %d", step, pop).isFalse();
                assertThat(after.to(anew).isEmpty()).isTrue();
                boolean differs = !before.to(anew).isEmpty();
                assertThat(before.differs(anew)).isEqualTo(differs);
                changes += differs ? 1 : 0;
                rules.set(pop, after);
            }
        }
        assertThat(changes).isGreaterThan(100);
    }
}
