namespace ILGPU;

public static class StrideExtensions
{
    // The smallest leading dimension, in elements, whose length in bytes is a multiple of the alignment.
    public static long GetPitchedLeadingDimension<T>(long leadingDimension, int alignmentInBytes)
        where T : unmanaged
    {
        KernelAssert.That(alignmentInBytes > 0, "The alignment must be a positive number of bytes.");
        var step = alignmentInBytes / GreatestCommonDivisor(alignmentInBytes, Interop.SizeOf<T>());
        return IntrinsicMath.DivRoundUp(leadingDimension, step) * step;
    }

    public static ElementSizeCastContext CreateCastContext(int elementSize, int newElementSize) =>
        new(elementSize, newElementSize);

    private static int GreatestCommonDivisor(int first, int second)
    {
        while (second != 0)
            (first, second) = (second, first % second);
        return first;
    }

    public readonly struct ElementSizeCastContext : IStrideCastContext
    {
        public ElementSizeCastContext(int elementSize, int newElementSize)
        {
            ElementSize = elementSize;
            NewElementSize = newElementSize;
        }

        public int ElementSize { get; }

        public int NewElementSize { get; }

        public int ComputeNewExtent(int sourceExtent) => (int)ComputeNewExtent((long)sourceExtent);

        public long ComputeNewExtent(long sourceExtent)
        {
            var lengthInBytes = sourceExtent * ElementSize;
            KernelAssert.That(
                lengthInBytes % NewElementSize == 0,
                "The leading dimension is no whole number of elements of the new type.");
            return lengthInBytes / NewElementSize;
        }
    }
}
