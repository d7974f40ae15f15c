using System.Diagnostics;
using System.Reflection;
using GpuNet.Engine.Tests.Cuda;
using GpuNet.Engine.Tests.Frontend;

namespace GpuNet.Engine.Tests.RandomPrograms;

/// <summary>
/// Random C# kernels: what the method itself does on the host, the interpreter, every number of lanes, OpenCL and CUDA must do.
/// <c>GPUNET_RANDOM_PROGRAMS=first-last</c> runs other seeds than these, <c>first-last/n</c> one of n on devices.
/// </summary>
public class RandomProgramTests
{
    private const int ProgramsPerAssembly = 50;

    /// <summary>The first seed, the last, and how many programs there are to one that runs on devices, whose compilers are slow.</summary>
    private static readonly int[] Range = [.. (Environment.GetEnvironmentVariable("GPUNET_RANDOM_PROGRAMS") ?? "0-99/40").Split('-', '/').Select(int.Parse), 25];

    /// <summary>Numbers of lanes, which programs take in turn: compiling is what takes the time.</summary>
    private static readonly int[][] Widths = [[16], [1, 8], [4, 16]];

    private static readonly TimeSpan MostToReduce = TimeSpan.FromSeconds(30);

    private static IEnumerable<int> Seeds => Enumerable.Range(Range[0], Range[1] - Range[0] + 1);

    [Fact]
    public void Random_programs_mean_the_same_everywhere() =>
        CheckAll(Seeds, (seed, program, kernel, launches) => KernelCheck.Run(kernel, program.Launch.Index, launches, IsForDevices(seed), Widths[seed % Widths.Length]));

    [Fact]
    public void Random_programs_mean_the_same_on_CUDA()
    {
        using var cuda = new CudaCheck();
        CheckAll(
            Seeds.Where(IsForDevices),
            (_, program, kernel, launches) => cuda.Run(kernel, program.Launch.Index, launches));
    }

    private delegate void Check(int seed, RandomProgram program, MethodInfo kernel, IReadOnlyList<CheckedLaunch> launches);

    private static bool IsForDevices(int seed) => seed % Range[2] == 0;

    private static void CheckAll(IEnumerable<int> all, Check check)
    {
        var failures = new List<string>();
        foreach (int[] seeds in all.Chunk(ProgramsPerAssembly))
        {
            var programs = Array.ConvertAll(seeds, RandomProgram.Make);
            var assembly = ProgramCompiler.Compile(programs.Select((program, index) => program.Source(ClassName(seeds[index]), program.Body)), out string errors);
            if (assembly is null)
                Assert.Fail(errors);
            for (int index = 0; index < seeds.Length; index++)
            {
                if (Failure(seeds[index], programs[index], assembly, ClassName(seeds[index]), programs[index].Body, check) is { } failure)
                    failures.Add($"Seed {seeds[index]}:\n{Smallest(seeds[index], programs[index], failure, check)}");
            }
        }
        if (failures.Count > 0)
            Assert.Fail(string.Join("\n\n", failures));
    }

    private static string ClassName(int seed) => "Random" + seed;

    /// <summary>What goes wrong with these statements of a program; null if nothing.</summary>
    private static string? Failure(int seed, RandomProgram program, Assembly assembly, string className, IReadOnlyList<string> body, Check check)
    {
        var kernel = assembly.GetType(className)!.GetMethod("Kernel")!;
        try
        {
            check(seed, program, kernel, program.Launches(kernel, body));
            return null;
        }
        catch (Exception error)
        {
            return $"{error.GetType().Name}: {error.Message}\n{error.StackTrace}";
        }
    }

    /// <summary>The fewest statements that go wrong in the same way, and how.</summary>
    private static string Smallest(int seed, RandomProgram program, string failure, Check check)
    {
        string kind = Kind(failure);
        string last = failure;
        var watch = Stopwatch.StartNew();
        var body = SmallerPrograms.Reduce(program.Body, Fails);
        return $"{program.Source("Smallest", body)}\n{program.Launch}\n{last}";

        bool Fails(List<string> smaller)
        {
            if (watch.Elapsed > MostToReduce || ProgramCompiler.Compile([program.Source("Smallest", smaller)], out _) is not { } assembly
                || Failure(seed, program, assembly, "Smallest", smaller, check) is not { } now || Kind(now) != kind)
                return false;
            last = now;
            return true;
        }
    }

    /// <summary>The exception, and which way to run the kernel it came from.</summary>
    private static string Kind(string failure) => failure[..failure.IndexOf('\n')].Split(": array")[0];
}
