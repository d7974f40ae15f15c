namespace GpuNet.Models.Data;

/// <summary>
/// Fashion-MNIST: 60,000 training and 10,000 test images of 28x28 pixels, ten kinds of clothing. Not bundled; found on
/// the machine.
/// </summary>
/// <remarks>H. Xiao, K. Rasul, R. Vollgraf, "Fashion-MNIST" (2017), Zalando Research; MIT licence.</remarks>
public static class FashionMnist
{
    /// <summary>The largest value of a pixel.</summary>
    public const float MaxPixel = 255;

    private const int ImageSide = 28;

    private static readonly string[] Names =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    /// <summary>
    /// The folders that are searched, in this order: <c>GPUNET_DATA</c> and its <c>fashion-mnist</c>, the folder of Debian's
    /// package <c>dataset-fashion-mnist</c>, <c>gpunet/fashion-mnist</c> in the user's cache.
    /// </summary>
    public static IReadOnlyList<string> SearchFolders()
    {
        var folders = new List<string>();
        if (Environment.GetEnvironmentVariable("GPUNET_DATA") is { Length: > 0 } own)
            folders.AddRange([own, Path.Combine(own, "fashion-mnist")]);
        folders.Add("/usr/share/datasets/fashion-mnist");
        folders.Add(Path.Combine(UserCache(), "gpunet", "fashion-mnist"));
        return folders;
    }

    /// <summary>Loads the training and the test images, with pixel values as they are (0 to 255).</summary>
    /// <param name="folder">
    /// The folder of the four IDX files, gzipped or not; by default the first of <see cref="SearchFolders"/> that has them.
    /// </param>
    /// <exception cref="FileNotFoundException">No folder has the files; the message says how to get them.</exception>
    /// <exception cref="DataFormatException">A file is damaged.</exception>
    public static Split Load(string? folder = null)
    {
        folder ??= SearchFolders().FirstOrDefault(f => Find(f, "train-images-idx3-ubyte") is not null) ?? throw NotFound();
        return new Split(LoadPart(folder, "train"), LoadPart(folder, "t10k"));
    }

    private static Dataset LoadPart(string folder, string part)
    {
        string imagesPath = Require(folder, $"{part}-images-idx3-ubyte");
        string labelsPath = Require(folder, $"{part}-labels-idx1-ubyte");
        var images = IdxFile.Read(imagesPath);
        var labels = IdxFile.Read(labelsPath);
        if (images.Dimensions is not [_, ImageSide, ImageSide])
            throw new DataFormatException(imagesPath, $"its shape is {images.ShapeText}, expected [count, 28, 28]");
        if (labels.Dimensions.Count != 1 || labels.Dimensions[0] != images.Dimensions[0])
            throw new DataFormatException(labelsPath, $"its shape is {labels.ShapeText}, there are {images.Dimensions[0]} images");
        int bad = Array.FindIndex(labels.Bytes, label => label >= Names.Length);
        if (bad >= 0)
            throw new DataFormatException(labelsPath, $"label {bad} is {labels.Bytes[bad]}, expected 0 to {Names.Length - 1}");
        return Dataset.Classification(
            "fashion-mnist",
            Array.ConvertAll(images.Bytes, pixel => (float)pixel),
            ImageSide * ImageSide,
            Array.ConvertAll(labels.Bytes, label => (int)label),
            Names);
    }

    private static string? Find(string folder, string name) =>
        new[] { $"{name}.gz", name }.Select(file => Path.Combine(folder, file)).FirstOrDefault(File.Exists);

    private static string Require(string folder, string name) =>
        Find(folder, name) ?? throw new FileNotFoundException($"{Path.Combine(folder, name)} is missing, gzipped or not.");

    private static FileNotFoundException NotFound() => new(
        $"Fashion-MNIST is not on this machine (searched: {string.Join(", ", SearchFolders())}). Install Debian's package "
        + "dataset-fashion-mnist, or put the four IDX files of Zalando Research's repository in a folder and set GPUNET_DATA to it.");

    private static string UserCache() =>
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
            ? cache
            : OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()
                ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
}
