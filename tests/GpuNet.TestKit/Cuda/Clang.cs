namespace GpuNet.TestKit;

/// <summary>The compiler that stands in for NVIDIA's.</summary>
public static class Clang
{
    private static readonly Tool Compiler =
        new("clang-19", "it stands in for NVIDIA's compiler and driver where there is no GPU");

    /// <summary>Whether it is installed.</summary>
    public static bool IsPresent => Compiler.IsPresent;

    /// <summary>Skips the test where there is no clang and none is required.</summary>
    public static void Require() => Compiler.Require();

    /// <summary>Runs it; the messages are what it writes to its error stream.</summary>
    public static (int ExitCode, string Messages) Run(params string[] arguments)
    {
        var (exitCode, _, messages) = Compiler.Run(arguments);
        return (exitCode, messages);
    }
}
