package rhumb.sim;

public final class Sim {
    private Sim() {}

    public static void main(String[] args) throws Exception {
        var scenario = rhumb.sim.io.Scenarios.load(args[0]);
        long t0 = System.nanoTime();
        var sim = new rhumb.sim.engine.Simulation(scenario, System.out::println);
        var report = sim.run(rhumb.sim.io.SampleFiles.load());
        System.out.println(rhumb.sim.report.ReportTable.render(report));
        System.out.println((System.nanoTime() - t0) / 1_000_000 + " ms, " + sim.steps() + " steps");
    }
}
