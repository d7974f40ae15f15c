using BenchmarkDotNet.Running;
using GpuNet.Benchmarks;
using GpuNet.Benchmarks.Comparison;
using GpuNet.Benchmarks.Profiling;
using GpuNet.Benchmarks.Reporting;

try
{
    if (args is ["compare", .. var options])
        return ComparisonProgram.Run(options, Console.In, Console.Out);
    if (args is ["profile", .. var profiled])
        return ProfileProgram.Run(profiled, Console.Out);
    if (args is ["steps", .. var others])
        return StepsProgram.Run(others, Console.Out);
    BenchmarkSwitcher.FromAssembly(typeof(SelectedDevices).Assembly).Run(SelectedDevices.Take(args), SuiteConfig.Create());
    return 0;
}
catch (Exception error) when (error is ArgumentException or InvalidOperationException or GpuNet.GpuNetException)
{
    Console.Error.WriteLine(error.Message);
    return 2;
}
