using GpuNet.Kernels;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace GpuNet;

/// <summary>
/// NVIDIA's cuBLAS, if this machine has it. A CUDA device uses it when it is asked to, by <see cref="Device.GemmProvider"/>
/// or <c>GPUNET_GEMM=cublas</c>: its products run in the device's stream, like kernels.
/// </summary>
/// <remarks>Interface: https://docs.nvidia.com/cuda/cublas/. Its matrices are column-major: C^T = B^T A^T is computed.</remarks>
public sealed class CuBlas : IGemmProvider
{
    /// <summary>Memory for the library's own use, so that it allocates none, not even while a graph is recorded.</summary>
    private const int WorkspaceBytes = 32 << 20;

    // Of cublas_api.h and library_types.h.
    private const int AsStored = 0, Transposed = 1;
    private const int Float32Type = 0, Float16Type = 2, BFloat16Type = 14;
    private const int ComputeFloat32 = 68, ComputeTensorFloat32 = 77, DefaultAlgorithm = -1;

    /// <summary>Singles are multiplied as they are; what may be rounded says so in its compute type.</summary>
    private const int DefaultMath = 0;

    private static readonly Lazy<(CuBlasFunctions? Functions, string Description)> Found = new(CuBlasFunctions.Load);

    private readonly CuBlasFunctions _functions;
    private readonly CudaAccelerator _accelerator;
    private readonly MemoryBuffer1D<byte, Stride1D.Dense> _workspace;
    private readonly nint _handle;

    private CuBlas(CuBlasFunctions functions, CudaAccelerator accelerator)
    {
        (_functions, _accelerator) = (functions, accelerator);
        _workspace = accelerator.Allocate1D<byte>(WorkspaceBytes);
        accelerator.Bind(); // the library takes the thread's context
        functions.Check(functions.Create(out _handle), "cublasCreate");
    }

    /// <summary>Whether the library was found.</summary>
    public static bool IsAvailable => Found.Value.Functions is not null;

    /// <summary>The library's file and version; where there is none, how to get it.</summary>
    public static string Description => Found.Value.Description;

    GemmProvider IGemmProvider.Kind => GemmProvider.CuBlas;

    bool IGemmProvider.RunsInStream => true;

    /// <summary>The library for a device.</summary>
    /// <exception cref="DeviceException">There is none, or the device is not one of CUDA.</exception>
    internal static CuBlas For(Accelerator accelerator, string origin)
    {
        if (accelerator is not CudaAccelerator cuda)
            throw new DeviceException($"{origin}cuBLAS works on NVIDIA's devices: use a device 'cuda:0'.");
        return new(Found.Value.Functions ?? throw new DeviceException($"{origin}cuBLAS was {Description}."), cuda);
    }

    void IGemmProvider.Multiply<T>(
        AcceleratorStream stream, ArrayView<T> a, ArrayView<T> b, ArrayView<T> c, in MatMulShape shape)
    {
        Bind(stream);
        var (transposeA, aStride) = Layout(shape.ARow, shape.AColumn, shape.K);
        var (transposeB, bStride) = Layout(shape.BRow, shape.BColumn, shape.N);
        var (m, n, k) = (shape.M, shape.N, shape.K);
        var status = typeof(T) == typeof(float)
            ? _functions.Single(
                _handle, transposeB, transposeA, n, m, k, 1, Address(b), bStride, Address(a), aStride, 0, Address(c), n)
            : _functions.Double(
                _handle, transposeB, transposeA, n, m, k, 1, Address(b), bStride, Address(a), aStride, 0, Address(c), n);
        _functions.Check(status, typeof(T) == typeof(float) ? "cublasSgemm" : "cublasDgemm");
    }

    bool IGemmProvider.MultiplyNarrow(
        AcceleratorStream stream, TensorNumbers numbers, ArrayView<short> a, ArrayView<short> b, ArrayView<float> c,
        in MatMulShape shape)
    {
        Bind(stream);
        var (transposeA, aStride) = Layout(shape.ARow, shape.AColumn, shape.K);
        var (transposeB, bStride) = Layout(shape.BRow, shape.BColumn, shape.N);
        var (type, compute) = numbers switch
        {
            TensorNumbers.TensorFloat32 => (Float32Type, ComputeTensorFloat32),
            TensorNumbers.BFloat16 => (BFloat16Type, ComputeFloat32),
            _ => (Float16Type, ComputeFloat32),
        };
        _functions.Check(
            _functions.Mixed(
                _handle, transposeB, transposeA, shape.N, shape.M, shape.K, 1, Address(b), type, bStride, Address(a), type,
                aStride, 0, Address(c), Float32Type, shape.N, compute, DefaultAlgorithm),
            "cublasGemmEx");
        return true;
    }

    /// <summary>Each time: a graph is captured in a stream of its own. A new stream takes the workspace away.</summary>
    private void Bind(AcceleratorStream stream)
    {
        _accelerator.Bind();
        _functions.Check(_functions.SetStream(_handle, ((CudaStream)stream).StreamPtr), "cublasSetStream");
        _functions.Check(
            _functions.SetWorkspace(_handle, _workspace.NativePtr, WorkspaceBytes), "cublasSetWorkspace");
        _functions.Check(_functions.SetMathMode(_handle, DefaultMath), "cublasSetMathMode");
    }

    /// <summary>How the transpose of a row-major operand is stored column-major, and the distance of its columns.</summary>
    private static (int Transposition, int Stride) Layout(int row, int column, int columns) =>
        column == 1 && row >= columns ? (AsStored, Math.Max(1, row)) : (Transposed, Math.Max(1, column));

    private static nint Address<T>(ArrayView<T> view) where T : unmanaged => AddressOf(view);

    private static nint AddressOf<TView>(TView view) where TView : struct, IContiguousArrayView =>
        view.Length == 0 ? 0 : view.Buffer.NativePtr + (nint)view.IndexInBytes;
}
