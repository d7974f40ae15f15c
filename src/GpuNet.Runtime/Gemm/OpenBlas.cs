using System.Runtime.InteropServices;
using GpuNet.Kernels;
using ILGPU;
using ILGPU.Runtime;

namespace GpuNet;

/// <summary>
/// The OpenBLAS library of this machine, if it has one. A device uses it when it is asked to, by
/// <see cref="Device.GemmProvider"/> or <c>GPUNET_GEMM=openblas</c>.
/// </summary>
public sealed class OpenBlas : IGemmProvider
{
    // Of the CBLAS interface, https://www.netlib.org/blas/cblas.h.
    private const int RowMajor = 101, AsStored = 111, Transposed = 112;

    private static readonly string[] Names =
        ["libopenblas.so.0", "libopenblas.so", "libopenblas.dylib", "libopenblas.dll", "openblas.dll"];

    private static readonly Lazy<(OpenBlas? Library, string Description)> Found = new(Load);

    private readonly SingleProduct _single;
    private readonly DoubleProduct _double;

    private OpenBlas(nint library)
    {
        _single = Function<SingleProduct>(library, "cblas_sgemm");
        _double = Function<DoubleProduct>(library, "cblas_dgemm");
    }

    private delegate void SingleProduct(
        int order, int transposeA, int transposeB, int m, int n, int k, float alpha, nint a, int aStride, nint b,
        int bStride, float beta, nint c, int cStride);

    private delegate void DoubleProduct(
        int order, int transposeA, int transposeB, int m, int n, int k, double alpha, nint a, int aStride, nint b,
        int bStride, double beta, nint c, int cStride);

    private delegate void SetThreads(int count);

    private delegate nint Configuration();

    /// <summary>Whether the library was found.</summary>
    public static bool IsAvailable => Found.Value.Library is not null;

    /// <summary>The library's own words on its version and build; where there is none, how to get it.</summary>
    public static string Description => Found.Value.Description;

    GemmProvider IGemmProvider.Kind => GemmProvider.OpenBlas;

    bool IGemmProvider.RunsInStream => false;

    /// <summary>The library for a device.</summary>
    /// <exception cref="DeviceException">There is none, or the device does not compute in the processor's memory.</exception>
    internal static OpenBlas For(DeviceKind kind, string origin)
    {
        if (kind != DeviceKind.Cpu)
            throw new DeviceException($"{origin}OpenBLAS works in the processor's own memory: use the device 'cpu'.");
        return Found.Value.Library ?? throw new DeviceException($"{origin}OpenBLAS was {Description}.");
    }

    void IGemmProvider.Multiply<T>(
        AcceleratorStream stream, ArrayView<T> a, ArrayView<T> b, ArrayView<T> c, in MatMulShape shape)
    {
        var (m, n, k) = (shape.M, shape.N, shape.K);
        var (transposeA, aStride) = Layout(shape.ARow, shape.AColumn, k);
        var (transposeB, bStride) = Layout(shape.BRow, shape.BColumn, n);
        var (atA, atB, atC) = (Address(a), Address(b), Address(c));
        if (typeof(T) == typeof(float))
            _single(RowMajor, transposeA, transposeB, m, n, k, 1, atA, aStride, atB, bStride, 0, atC, n);
        else
            _double(RowMajor, transposeA, transposeB, m, n, k, 1, atA, aStride, atB, bStride, 0, atC, n);
    }

    bool IGemmProvider.MultiplyNarrow(
        AcceleratorStream stream, TensorNumbers numbers, ArrayView<short> a, ArrayView<short> b, ArrayView<float> c,
        in MatMulShape shape) => false;

    /// <summary>How an operand is stored, and the distance of its stored rows.</summary>
    private static (int Transposition, int Stride) Layout(int row, int column, int columns) =>
        column == 1 && row >= columns ? (AsStored, Math.Max(1, row)) : (Transposed, Math.Max(1, column));

    private static nint Address<T>(ArrayView<T> view) where T : unmanaged =>
        view.Length == 0 ? 0 : view.LoadEffectiveAddressAsPtr();

    private static (OpenBlas?, string) Load()
    {
        foreach (var name in Names)
        {
            if (!NativeLibrary.TryLoad(name, out var library)) continue;
            // As many threads as the kernels would use.
            Function<SetThreads>(library, "openblas_set_num_threads")(Device.Cpu.Accelerator.NumMultiprocessors);
            var configuration = Marshal.PtrToStringAnsi(Function<Configuration>(library, "openblas_get_config")());
            return (new OpenBlas(library), configuration?.Trim() ?? name);
        }
        return (null, "not found; install it (Debian: apt-get install libopenblas0)");
    }

    private static T Function<T>(nint library, string name) where T : Delegate =>
        Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(library, name));
}
