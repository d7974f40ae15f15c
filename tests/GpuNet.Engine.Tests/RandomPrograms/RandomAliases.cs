namespace GpuNet.Engine.Tests.RandomPrograms;

/// <summary>
/// Views of one buffer, of several types and with several starts. Each item has a part of the buffer to itself, which it
/// reads and writes through any of them.
/// </summary>
internal sealed class RandomAliases
{
    /// <summary>Bytes of an item's part: a multiple of every element's size.</summary>
    private const int PartBytes = 48;

    /// <summary>Where the parts start.</summary>
    private const int Lead = 2 * PartBytes;

    private static readonly (string Type, int Size)[] Types =
        [("int", 4), ("int", 4), ("float", 4), ("short", 2), ("byte", 1), ("long", 8), ("double", 8), ("uint", 4), ("sbyte", 1), ("Half", 2), ("RandomFull", 12), ("RandomFullNest", 24)];

    private readonly Random random;
    private readonly View[] views;

    public RandomAliases(Random random)
    {
        this.random = random;
        views = [.. Types.Select((type, index) => new View("v" + (char)('a' + index), type.Type, type.Size, random.Next(Lead / type.Size + 1) * type.Size))];
    }

    public IEnumerable<(string Type, string Name)> Parameters => views.Select(view => ($"ArrayView<{view.Type}>", view.Name));

    public View? Find(string name) => Array.Find(views, view => view.Name == name);

    public byte[] Buffer(int items)
    {
        var buffer = new byte[2 * Lead + items * PartBytes];
        new Random(5).NextBytes(buffer);
        return buffer;
    }

    /// <summary>An element of the item's own, with its type: through a view of that type, a view cast to it, or a part of one.</summary>
    /// <param name="item">The item.</param>
    /// <param name="within">Some integer.</param>
    public (string Type, string Text) Element(string item, string within)
    {
        var view = views[random.Next(views.Length)];
        int elements = PartBytes / view.Size;
        string inner = random.Next(3) == 0 ? $"(int)((uint)({within}) % {elements}u)" : $"{random.Next(elements)}";
        var through = views[random.Next(views.Length)];
        int lead = (Lead - view.Offset) / view.Size;
        switch (random.Next(4))
        {
            case 0 when through.Size % view.Size == 0 && through.Type != view.Type:
                return (view.Type, $"{through.Name}.Cast<{view.Type}>()[{(Lead - through.Offset) / view.Size} + {item} * {elements} + {inner}]");
            case 1 when lead > 1:
                int start = random.Next(lead);
                return (view.Type, $"{view.Name}.SubView({start})[{lead - start} + {item} * {elements} + {inner}]");
            case 2:
                return (view.Type, $"{view.Name}.SubView({lead} + {item} * {elements}, {elements})[{inner}]");
            default:
                return (view.Type, $"{view.Name}[{lead} + {item} * {elements} + {inner}]");
        }
    }

    /// <param name="Name">The parameter.</param>
    /// <param name="Type">The type of an element.</param>
    /// <param name="Size">Its bytes.</param>
    /// <param name="Offset">The byte of the buffer at which the view starts.</param>
    public sealed record View(string Name, string Type, int Size, int Offset);
}
