namespace GpuNet.TestKit;

/// <summary>The translator of PTX by which the fake driver runs it (see Fake/ptx.py): strict about forms, types and declarations.</summary>
public static class PtxTranslator
{
    private static readonly Tool Python = new("python3", "it translates PTX where there is no GPU");

    /// <summary>Skips the test where the translator cannot run and need not.</summary>
    public static void Require() => Python.Require();

    /// <summary>Checks kernels, each a text of PTX.</summary>
    /// <returns>The forms of instructions in them.</returns>
    /// <exception cref="InvalidOperationException">One is refused; the message says where and why.</exception>
    public static string[] Check(IEnumerable<string> kernels)
    {
        Require();
        using var folder = new TemporaryFolder();
        string file = folder.Write("kernels.ptx", string.Concat(kernels));
        var (exitCode, output, messages) =
            Python.Run(Repository.PathOf("tests", "GpuNet.TestKit", "Cuda", "Fake", "ptx.py"), "--check", file);
        return exitCode == 0
            ? output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            : throw new InvalidOperationException(messages);
    }
}
