using GpuNet.TestKit;

namespace GpuNet.Models.Tests.Layers;

/// <summary>The stored inputs, parameters, outputs and gradients of layers (make_layers.py), of four sets.</summary>
internal static class TorchLayers
{
    public static readonly string[] Sets = ["ordinary", "tiny", "large", "infinite"];

    private static readonly Lazy<NumberArchive> Archive =
        new(() => new NumberArchive(Path.Combine(AppContext.BaseDirectory, "Layers", "Fixtures", "layers.zip")));

    public static NumberArchive Stored => Archive.Value;
}
