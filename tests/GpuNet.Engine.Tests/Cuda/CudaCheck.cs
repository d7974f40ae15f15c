using System.Reflection;
using GpuNet.Engine.Frontend;
using GpuNet.Engine.IR;
using GpuNet.Engine.Tests.Frontend;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace GpuNet.Engine.Tests.Cuda;

/// <summary>
/// Runs kernels as CUDA C and as PTX on CUDA's devices or fakes of them: arrays have to come out as the interpreter leaves them.
/// </summary>
internal sealed unsafe class CudaCheck : IDisposable
{
    private const int WarpSize = 32;

    private readonly CudaAccelerator[] accelerators = [CudaTestDevice.Create(_ => { }), CudaTestDevice.CreateWithPtx(_ => { })];

    public void Run(MethodInfo kernel, KernelIndex index, IReadOnlyList<CheckedLaunch> launches)
    {
        var expected = launches.Select(launch => KernelCheck.ExpectedInWarps(kernel, index, launch, WarpSize)).ToList();
        foreach (var accelerator in accelerators)
        {
            string what = accelerator == accelerators[0] ? "as CUDA C" : "as PTX";
            try
            {
                using var loaded = accelerator.LoadKernel(accelerator.CompileKernel(KernelCheck.EntryPoint(kernel, index)));
                for (int number = 0; number < launches.Count; number++)
                {
                    var launch = launches[number];
                    var actual = KernelCheck.Execute(kernel, launch, copies => Launch(accelerator, loaded, launch, copies));
                    var function = KernelCompiler.Compile(kernel, index, hasWarps: true);
                    KernelCheck.Compare(kernel, what, function, KernelCheck.OneNaN(expected[number], launch), KernelCheck.OneNaN(actual, launch));
                }
            }
            catch (InternalCompilerException exception) when (exception.Message.Contains("not of PTX", StringComparison.Ordinal))
            {
                // Some functions are NVIDIA's library's alone.
            }
        }
    }

    public void Dispose() => Array.ForEach(accelerators, accelerator =>
    {
        var context = accelerator.Context;
        accelerator.Dispose();
        context.Dispose();
    });

    private static void Launch(CudaAccelerator accelerator, Kernel kernel, CheckedLaunch launch, LaunchCopies copies)
    {
        var buffers = copies.Buffers.ConvertAll(buffer => accelerator.Allocate1D<byte>(Math.Max(buffer.Bytes, 1)));
        for (int index = 0; index < buffers.Count; index++)
            buffers[index].View.SubView(0, copies.Buffers[index].Bytes).CopyFromCPU(copies.BytesOf(index).ToArray());
        var slots = copies.SlotsWith(buffers.ConvertAll(buffer => buffer.NativePtr));
        fixed (ulong* first = slots)
            kernel.LaunchSlots(accelerator.DefaultStream, launch.Dimensions, first, slots.Length);
        accelerator.Synchronize();
        for (int index = 0; index < buffers.Count; index++)
        {
            buffers[index].GetAsArray1D().AsSpan(0, copies.Buffers[index].Bytes).CopyTo(copies.BytesOf(index));
            buffers[index].Dispose();
        }
    }
}
