using ILGPU;
using ILGPU.Runtime;

namespace GpuNet.Engine.Drivers.Launching;

/// <summary>Writes a view into its three slots: buffer handle, byte offset, length in elements.</summary>
internal static unsafe class ViewArgument
{
    /// <summary>A view without a buffer (<see cref="ArrayView{T}.Empty"/>) is three zeros.</summary>
    public static void Write<T>(ref ArrayView<T> view, Kernel kernel, ulong* slots, string parameterName)
        where T : unmanaged
    {
        var buffer = view.BufferOrNull;
        if (buffer is null)
        {
            slots[0] = slots[1] = slots[2] = 0;
            return;
        }

        if (buffer.IsDisposed || buffer.Accelerator != kernel.Accelerator)
            CheckBuffer(buffer, kernel, parameterName);
        slots[0] = (ulong)buffer.NativePtr;
        slots[1] = (ulong)view.IndexInBytes;
        slots[2] = (ulong)view.Length;
    }

    public static void KeepAlive<T>(ref ArrayView<T> view)
        where T : unmanaged =>
        GC.KeepAlive(view.BufferOrNull);

    private static void CheckBuffer(MemoryBuffer buffer, Kernel kernel, string parameterName)
    {
        if (buffer.IsDisposed)
        {
            throw new ObjectDisposedException(
                parameterName,
                $"The buffer behind the argument '{parameterName}' of the kernel {kernel.Signature.Name} is disposed.");
        }

        // Memory of the host itself belongs to no accelerator, and a kernel on the CPU reaches it.
        bool isHostMemory = buffer.Accelerator is null;
        if (isHostMemory && kernel.AcceleratorType == AcceleratorType.CPU)
            return;
        string owner = isHostMemory ? "host memory" : $"a buffer of another accelerator, {buffer.Accelerator!.Name}";
        throw new ArgumentException(
            $"The argument '{parameterName}' of the kernel {kernel.Signature.Name} is {owner}; copy it to a buffer "
            + $"allocated on {kernel.Accelerator.Name} first.",
            parameterName);
    }
}
