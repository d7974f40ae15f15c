using System.Reflection;
using System.Runtime.InteropServices;

namespace GpuNet.Engine.Drivers;

/// <summary>
/// Finds the native libraries of drivers under the names they have on the different systems. A machine may have none of
/// them, so a driver asks before its first call.
/// </summary>
internal static class NativeLibraries
{
    public const string OpenCl = "OpenCL";

    private static readonly string[] OpenClNames =
    [
        "libOpenCL.so.1", "libOpenCL.so", "OpenCL.dll", "/System/Library/Frameworks/OpenCL.framework/OpenCL",
    ];

    private static readonly Lazy<nint> OpenClHandle = new(() => Load(OpenClNames, out _));

    static NativeLibraries() => NativeLibrary.SetDllImportResolver(
        typeof(NativeLibraries).Assembly, static (name, _, _) => name == OpenCl ? OpenClHandle.Value : 0);

    /// <summary>True if there is an OpenCL library. Also makes this assembly's imports find it.</summary>
    public static bool HasOpenCl => OpenClHandle.Value != 0;

    /// <summary>Loads the first that can be loaded, by name or path; 0 where none can.</summary>
    /// <param name="candidates">The names, in order.</param>
    /// <param name="failure">The loader's words about one that is there and cannot be loaded; null where none is there.</param>
    public static nint Load(IEnumerable<string> candidates, out string? failure)
    {
        failure = null;
        foreach (string candidate in candidates)
        {
            try
            {
                return NativeLibrary.Load(candidate, Assembly.GetExecutingAssembly(), DllImportSearchPath.SafeDirectories);
            }
            catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
            {
                failure ??= Reason(exception) ?? (Path.IsPathRooted(candidate) ? $"{candidate}: there is no such file" : null);
            }
        }
        return 0;
    }

    /// <summary>Null for a library that is not there. The loader of Linux has a line for each place where it looked.</summary>
    private static string? Reason(Exception exception) => exception is BadImageFormatException
        ? exception.Message
        : exception.Message.Split('\n').Skip(1).FirstOrDefault(static line =>
            line.Contains(": ", StringComparison.Ordinal) && !line.Contains("No such file", StringComparison.Ordinal));
}
