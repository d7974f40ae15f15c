using GpuNet.Kernels;

namespace GpuNet.Operations;

/// <summary>A launch whose kernel knows, as types, what an item computes and how the many lines lie.</summary>
internal interface IThinLaunch
{
    void Run<TBlock, TOrder>(int groups, int width)
        where TBlock : unmanaged, IThinBlock
        where TOrder : unmanaged, IOperandOrder;
}

/// <summary>Runs such launches with the types of a product.</summary>
internal static class ThinBlocks
{
    internal static void Dispatch<TLaunch>(Device device, in ThinShape shape, in TLaunch launch) where TLaunch : struct, IThinLaunch
    {
        if (shape.LineStride == 1) AlongLines(device, shape, launch);
        else AlongSteps(device, shape, launch);
    }

    /// <summary>Lines side by side: several vectors of them where there are as many, so that memory is read in longer pieces.</summary>
    private static void AlongLines<TLaunch>(Device device, in ThinShape shape, in TLaunch launch) where TLaunch : struct, IThinLaunch
    {
        switch (shape.Few)
        {
            case 1 when HasLines<Thin8x1>(device, shape): Run<TLaunch, Thin8x1, AdjacentLines>(device, shape, launch); break;
            case 1: Run<TLaunch, Thin1x1, AdjacentLines>(device, shape, launch); break;
            case 2 when HasLines<Thin4x2>(device, shape): Run<TLaunch, Thin4x2, AdjacentLines>(device, shape, launch); break;
            case 2: Run<TLaunch, Thin1x2, AdjacentLines>(device, shape, launch); break;
            case <= 4 when HasLines<Thin2x4>(device, shape): Run<TLaunch, Thin2x4, AdjacentLines>(device, shape, launch); break;
            case <= 4: Run<TLaunch, Thin1x4, AdjacentLines>(device, shape, launch); break;
            default: Run<TLaunch, Thin1x8, AdjacentLines>(device, shape, launch); break;
        }
    }

    private static void AlongSteps<TLaunch>(Device device, in ThinShape shape, in TLaunch launch) where TLaunch : struct, IThinLaunch
    {
        switch (shape.Few)
        {
            case 1: Run<TLaunch, Thin1x1, AdjacentSteps>(device, shape, launch); break;
            case 2: Run<TLaunch, Thin1x2, AdjacentSteps>(device, shape, launch); break;
            case <= 4: Run<TLaunch, Thin1x4, AdjacentSteps>(device, shape, launch); break;
            default: Run<TLaunch, Thin1x8, AdjacentSteps>(device, shape, launch); break;
        }
    }

    /// <summary>Whether there are lines for a whole vector of items.</summary>
    private static bool HasLines<TBlock>(Device device, in ThinShape shape) where TBlock : unmanaged, IThinBlock =>
        shape.Lines >= TBlock.Lines * LaunchShape.GroupSize(device);

    private static void Run<TLaunch, TBlock, TOrder>(Device device, in ThinShape shape, in TLaunch launch)
        where TLaunch : struct, IThinLaunch
        where TBlock : unmanaged, IThinBlock
        where TOrder : unmanaged, IOperandOrder
    {
        // The largest power of two of items for which there are lines, up to a vector.
        var width = LaunchShape.GroupSize(device);
        while (width > shape.Lines / TBlock.Lines) width /= 2;
        launch.Run<TBlock, TOrder>(ThinMatMul.Groups<TBlock>(shape.Lines, width), width);
    }
}
