using System.Numerics;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>
/// Launches the variant of the matrix multiply that suits the device: packed operands on processors, registers for
/// small products (through OpenCL, where an item makes the vectors, panels), tiles in shared memory on
/// GPUs, large ones for floats where <see cref="BufferedMatMulDevices"/> says so. All variants give the same bits. A library that the device was told to use comes first.
/// </summary>
internal static class MatMulLaunch
{
    /// <summary>
    /// From this many rows on, transposing B first costs less than reading it across its rows each time.
    /// </summary>
    private const int RowsThatPayForTransposing = 4;

    /// <summary>A panel is much work: small groups, so that all cores get some.</summary>
    internal const int PanelsPerGroup = 4;

    internal static void Run<TEpilogue>(
        string operation, Tensor a, Tensor b, EpilogueTensors operands, Tensor c, MatMulShape shape, TEpilogue epilogue = default)
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
    {
        if (c.Count == 0) return;
        if (Autocast.Current != Precision.Float32 && c.DType == DType.Float32)
            RoundedMatMul.Run(operation, a, b, operands, c, shape, Autocast.Current, epilogue);
        else RunAsTheyAre(operation, a, b, operands, c, shape, epilogue);
    }

    /// <summary>The same without a look at the precision that was asked for.</summary>
    internal static void RunAsTheyAre<TEpilogue>(
        string operation, Tensor a, Tensor b, EpilogueTensors operands, Tensor c, MatMulShape shape, TEpilogue epilogue)
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
    {
        if (c.Device.Gemm is { } provider)
        {
            NumberType.Dispatch(
                operation, a, new GemmLaunch<TEpilogue>(provider, a, b, operands, c, shape, epilogue));
        }
        else if (c.Device.IsProcessor && NeedsTransposing(shape) && !ThinMatMulLaunch.Suits(c.Device, shape)
            && !PackedMatMulLaunch.Suits(c, shape))
        {
            using var columnsAdjacent = Transposition.Of(b, b.Shape[0], b.Shape[1]);
            (shape.BRow, shape.BColumn) = (shape.N, 1);
            NumberType.Dispatch(operation, a, new Launch<TEpilogue>(a, columnsAdjacent, operands, c, shape, epilogue));
        }
        else
        {
            NumberType.Dispatch(operation, a, new Launch<TEpilogue>(a, b, operands, c, shape, epilogue));
        }
    }

    /// <summary>Whether B has columns that are not adjacent, and they are read often enough to make them so.</summary>
    internal static bool NeedsTransposing(in MatMulShape shape) =>
        shape.BColumn != 1 && shape.M >= RowsThatPayForTransposing && shape.K > 0;

    private readonly struct Launch<TEpilogue>(
        Tensor a, Tensor b, EpilogueTensors operands, Tensor c, MatMulShape shape, TEpilogue epilogue) : ILaunch
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
        {
            var device = c.Device;
            var (viewA, viewB, viewC) = (a.View<T>(), b.View<T>(), c.View<T>());
            var viewsOfOperands = operands.Views(viewC);
            if (ThinMatMulLaunch.Suits(device, shape))
            {
                ThinMatMulLaunch.Run<TEpilogue, T, TMath>(device, viewA, viewB, viewsOfOperands, viewC, shape, epilogue);
            }
            else if (PackedMatMulLaunch.Suits(c, shape))
            {
                PackedMatMulLaunch.Run<TEpilogue, T, TMath>(device, viewA, viewB, viewsOfOperands, viewC, shape, epilogue);
            }
            else if (LaunchShape.ItemHasLanes(device))
            {
                Launchers<TEpilogue, T, TMath>.Panel.Launch(
                    device, PanelMatMul.Items(shape.M, shape.N), viewA, viewB, viewsOfOperands, viewC, shape, epilogue);
            }
            else if (device.IsProcessor)
            {
                var width = LaunchShape.GroupSize(device);
                var groups = RegisterMatMul.Groups(shape.M, shape.N, width);
                Launchers<TEpilogue, T, TMath>.Register.Launch(
                    device, new KernelConfig(groups, width), viewA, viewB, viewsOfOperands, viewC, shape, epilogue);
            }
            else if (typeof(T) == typeof(float) && BufferedMatMulDevices.Include(device))
            {
                new GpuMatMulLaunch<TEpilogue>(a, b, operands, c, shape, epilogue).Run();
            }
            else
            {
                TiledMatMulLaunch.Run<TEpilogue, T, TMath>(device, viewA, viewB, viewsOfOperands, viewC, shape, epilogue);
            }
        }
    }

    private static class Launchers<TEpilogue, T, TMath>
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        internal static readonly GroupKernel<
            ArrayView<T>, ArrayView<T>, EpilogueOperands<T>, ArrayView<T>, MatMulShape, TEpilogue>
            Register = new(RegisterMatMul.Kernel<TEpilogue, T, TMath>);

        internal static readonly ItemKernel<
            ArrayView<T>, ArrayView<T>, EpilogueOperands<T>, ArrayView<T>, MatMulShape, TEpilogue>
            Panel = new(PanelMatMul.Kernel<TEpilogue, T, TMath>, PanelsPerGroup);
    }
}
