namespace ILGPU.Runtime;

/// <summary>Strides whose rows (and so planes) all start at a multiple of an alignment, given in bytes.</summary>
internal static class Pitch
{
    public static Stride2D.DenseX DenseX<T>(LongIndex2D extent, int alignmentInBytes)
        where T : unmanaged
    {
        var leadingDimension = LeadingDimension<T>(extent.X, alignmentInBytes);
        return new(leadingDimension);
    }

    public static Stride2D.DenseY DenseY<T>(LongIndex2D extent, int alignmentInBytes)
        where T : unmanaged
    {
        var leadingDimension = LeadingDimension<T>(extent.Y, alignmentInBytes);
        return new(leadingDimension);
    }

    public static Stride3D.DenseXY DenseXY<T>(LongIndex3D extent, int alignmentInBytes)
        where T : unmanaged
    {
        var leadingDimension = LeadingDimension<T>(extent.X, alignmentInBytes);
        return new(leadingDimension, leadingDimension * (int)extent.Y);
    }

    public static Stride3D.DenseZY DenseZY<T>(LongIndex3D extent, int alignmentInBytes)
        where T : unmanaged
    {
        var leadingDimension = LeadingDimension<T>(extent.Z, alignmentInBytes);
        return new(leadingDimension * (int)extent.Y, leadingDimension);
    }

    private static int LeadingDimension<T>(long extent, int alignmentInBytes)
        where T : unmanaged
    {
        var leadingDimension = StrideExtensions.GetPitchedLeadingDimension<T>(extent, alignmentInBytes);
        IndexTypeExtensions.AssertIntIndexRange(leadingDimension);
        return (int)leadingDimension;
    }
}
