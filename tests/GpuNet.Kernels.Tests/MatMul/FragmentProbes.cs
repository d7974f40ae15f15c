using ILGPU;

namespace GpuNet.Kernels.Tests;

/// <summary>A kernel that shows what each item of a warp has in its registers.</summary>
public static class FragmentProbes
{
    /// <summary>Lines of a tile.</summary>
    internal const int Lines = 64;

    /// <summary>Words of shared memory that a tile takes.</summary>
    internal const int Words = Lines * TensorOperand.DepthBytes / sizeof(int);

    /// <summary>The fragments of the first lines and steps of a tile of A and one of B behind it, and their product; four registers an item of each.</summary>
    public static void Run<TFormat, TA, TB>(ArrayView<int> tiles, ArrayView<int> a, ArrayView<int> b, ArrayView<float> c)
        where TFormat : unmanaged, ITensorFormat
        where TA : unmanaged, IOperandOrder
        where TB : unmanaged, IOperandOrder
    {
        var floats = SharedMemory.GetDynamic<float>();
        var words = floats.Cast<int>();
        for (var word = Group.IdxX; word < 2 * Words; word += Group.DimX)
            words[word] = tiles[word];
        Group.Barrier();
        int[] inA = new int[4], inB = new int[4];
        var sums = new float[4];
        var (shared, address) = (floats.Cast<short>(), AsyncCopy.AddressOf(floats));
        TensorOperand.LoadFragment<TFormat, TA>(inA, 0, 1, 2, shared, address, 0, 0, 0);
        TensorOperand.LoadFragment<TFormat, TB>(inB, 0, 2, 1, shared, address, Words * sizeof(int), 0, 0);
        TFormat.Multiply(sums, 0, inA[0], inA[1], inA[2], inA[3], inB[0], inB[1]);
        for (var register = 0; register < 4; register++)
        {
            var place = Group.IdxX * 4 + register;
            a[place] = inA[register];
            b[place] = inB[register];
            c[place] = sums[register];
        }
    }
}
