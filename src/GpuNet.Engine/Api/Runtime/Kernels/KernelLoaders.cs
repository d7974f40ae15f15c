using System.Reflection;

namespace ILGPU.Runtime;

/// <summary>
/// Loads kernels and returns typed launchers. Explicitly grouped kernels are launched with a <see cref="KernelConfig"/>,
/// the others with the extent of their index; the launchers without a stream use the accelerator's default stream.
/// </summary>
public static partial class KernelLoaders
{
    private static MethodInfo Checked(Accelerator accelerator, Delegate action)
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        ArgumentNullException.ThrowIfNull(action);
        return action.Method;
    }
}
