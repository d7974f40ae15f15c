using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace GpuNet.Cli.Commands;

/// <summary>Options whose values are checked where they are read, with one message for whatever is wrong.</summary>
internal static class OptionOf
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    public static Option<int?> Integer(string name, string description, int minimum, int maximum) => new(name)
    {
        Description = description,
        HelpName = "n",
        CustomParser = result => Parse<int>(
            result,
            name,
            text => int.TryParse(text, NumberStyles.None, Invariant, out int value) && value >= minimum && value <= maximum ? value : null,
            $"a whole number from {minimum} to {maximum}"),
    };

    public static Option<ulong?> Seed(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "n",
        CustomParser = result => Parse<ulong>(
            result,
            name,
            text => ulong.TryParse(text, NumberStyles.None, Invariant, out ulong value) ? value : null,
            $"a whole number from 0 to {ulong.MaxValue}"),
    };

    public static Option<double?> Number(string name, string description, string range, Func<double, bool> isValid) => new(name)
    {
        Description = description,
        HelpName = "x",
        CustomParser = result => Parse<double>(
            result,
            name,
            text => double.TryParse(text, NumberStyles.Float, Invariant, out double value) && double.IsFinite(value) && isValid(value)
                ? value
                : null,
            $"a number {range}"),
    };

    public static Option<int[]?> Widths(string name, string description, int maximum) => new(name)
    {
        Description = description,
        HelpName = "n,n,...",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            int[] widths = [.. text.Split(',').Select(part =>
                int.TryParse(part.Trim(), NumberStyles.None, Invariant, out int width) ? width : 0)];
            if (text.Trim() == "none")
                return [];
            if (Array.TrueForAll(widths, width => width >= 1 && width <= maximum))
                return widths;
            result.AddError($"{name}: '{text}' is not 'none' or a list of whole numbers from 1 to {maximum}, such as 512,256.");
            return null;
        },
    };

    public static Option<string?> Choice(string name, string description, IReadOnlyCollection<string> choices) => new(name)
    {
        Description = $"{description}: {string.Join(", ", choices)}",
        HelpName = "name",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (choices.Contains(text))
                return text;
            result.AddError($"{name}: '{text}' is not one of {string.Join(", ", choices)}.");
            return null;
        },
    };

    public static Option<string?> Text(string name, string description, string helpName) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result =>
        {
            if (result.Tokens[0].Value is { Length: > 0 } text)
                return text;
            result.AddError($"{name}: it is empty; name a {helpName}, or leave it out.");
            return null;
        },
    };

    public static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    private static T? Parse<T>(ArgumentResult result, string name, Func<string, T?> parse, string expected)
        where T : struct
    {
        string text = result.Tokens[0].Value;
        var value = parse(text);
        if (value is null)
            result.AddError($"{name}: '{text}' is not {expected}.");
        return value;
    }
}
