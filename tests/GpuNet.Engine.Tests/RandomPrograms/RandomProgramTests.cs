using System.Reflection;
using GpuNet.Engine.Tests.Frontend;

namespace GpuNet.Engine.Tests.RandomPrograms;

/// <summary>
/// Random C# kernels: what the method itself does on the host, the interpreter, every number of lanes and OpenCL must do.
/// <c>GPUNET_RANDOM_PROGRAMS=first-last</c> runs other seeds than these.
/// </summary>
public class RandomProgramTests
{
    private const int ProgramsPerAssembly = 50;

    /// <summary>OpenCL's compilers are slow.</summary>
    private const int ProgramsPerOneOnOpenCl = 25;

    [Fact]
    public void Random_programs_mean_the_same_everywhere()
    {
        int[] range = [.. (Environment.GetEnvironmentVariable("GPUNET_RANDOM_PROGRAMS") ?? "0-149").Split('-').Select(int.Parse)];
        var failures = new List<string>();
        foreach (int[] seeds in Enumerable.Range(range[0], range[1] - range[0] + 1).Chunk(ProgramsPerAssembly))
        {
            var programs = Array.ConvertAll(seeds, RandomProgram.Make);
            var assembly = ProgramCompiler.Compile(programs.Select((program, index) => program.Source(ClassName(seeds[index]), program.Body)), out string errors);
            if (assembly is null)
                Assert.Fail(errors);
            for (int index = 0; index < seeds.Length; index++)
            {
                bool onOpenCl = seeds[index] % ProgramsPerOneOnOpenCl == 0;
                if (Failure(programs[index], assembly, ClassName(seeds[index]), programs[index].Body, onOpenCl) is { } failure)
                    failures.Add($"Seed {seeds[index]}:\n{Smallest(programs[index], failure, onOpenCl)}");
            }
        }
        if (failures.Count > 0)
            Assert.Fail(string.Join("\n\n", failures));
    }

    private static string ClassName(int seed) => "Random" + seed;

    /// <summary>What goes wrong with these statements of a program; null if nothing.</summary>
    private static string? Failure(RandomProgram program, Assembly assembly, string className, IReadOnlyList<string> body, bool onOpenCl)
    {
        var launch = program.Launch;
        var kernel = assembly.GetType(className)!.GetMethod("Kernel")!;
        var parameters = kernel.GetParameters().AsSpan(launch.IndexParameter.Length > 0 ? 1 : 0).ToArray();
        object[] arguments = [.. program.ParametersOf(body).Zip(parameters, (parameter, of) => launch.Argument(parameter.Name, of.ParameterType))];
        try
        {
            KernelCheck.Run(kernel, launch.Index, launch.Extent, launch.Grid, launch.Group, arguments, RandomLaunch.DynamicSharedBytes, onOpenCl);
            return null;
        }
        catch (Exception error)
        {
            return $"{error.GetType().Name}: {error.Message}\n{error.StackTrace}";
        }
    }

    /// <summary>The fewest statements that go wrong in the same way, and how.</summary>
    private static string Smallest(RandomProgram program, string failure, bool onOpenCl)
    {
        string kind = Kind(failure);
        string last = failure;
        var body = SmallerPrograms.Reduce(program.Body, Fails);
        return $"{program.Source("Smallest", body)}\n{program.Launch}\n{last}";

        bool Fails(List<string> smaller)
        {
            if (ProgramCompiler.Compile([program.Source("Smallest", smaller)], out _) is not { } assembly
                || Failure(program, assembly, "Smallest", smaller, onOpenCl) is not { } now || Kind(now) != kind)
                return false;
            last = now;
            return true;
        }
    }

    /// <summary>The exception, and which way to run the kernel it came from.</summary>
    private static string Kind(string failure) => failure[..failure.IndexOf('\n')].Split(": array")[0];
}
